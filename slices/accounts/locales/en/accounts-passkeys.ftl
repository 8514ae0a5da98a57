## Passkeys
accounts-passkeys-title = Passkeys
accounts-passkeys-line = Sign in with your fingerprint, face, screen lock or security key instead of a password. Who learns your password still does not get in.
accounts-passkeys-empty = There is no passkey yet. Add one, and a touch or a look at your phone will sign you in.
accounts-passkeys-count = { $count ->
        [one] One
       *[other] { $count }
    }
accounts-passkeys-none = None
accounts-passkey-new = Add a passkey
accounts-passkey-new-line = Give it a name that you will know again, then follow your browser: fingerprint, face, screen lock or security key.
accounts-passkey-make = Create the passkey
accounts-passkey-name = Name
accounts-passkey-name-hint = Such as “office computer” or “my phone”.
accounts-passkey-use = Use
accounts-passkey-added-at = Added
accounts-passkey-used-at = Last used
accounts-passkey-unused = not used yet
accounts-passkey-acts = Acts
accounts-passkey-is-alone = Signs in by itself
accounts-passkey-is-second = After the password
accounts-passkey-is-stopped = Stopped
accounts-passkey-stopped-line = { $at }: its count of signatures went back, so somebody may hold a copy. Remove it and add it anew.
accounts-passkey-second-line = The password was reset, or you reported a stranger, so it now counts as second step only. If it is your own, let it sign in by itself again.
accounts-passkey-other-site = It was added at { $site } and does not work at this address.
accounts-passkey-alone = Let it sign in by itself
accounts-passkey-alone-one = Let “{ $name }” sign in by itself again
accounts-passkey-alone-done = This passkey signs you in by itself again.
accounts-passkey-rename = Rename
accounts-passkey-rename-one = Rename “{ $name }”
accounts-passkey-renamed = The name is kept.
accounts-passkey-remove = Remove
accounts-passkey-remove-one = Remove “{ $name }”
accounts-passkey-remove-ask = Remove the passkey “{ $name }”? It will not sign you in any more, and this cannot be undone; you can add it anew.
accounts-passkey-remove-last = It is your last second factor. After that the password alone signs you in, and the recovery codes are void.
accounts-passkey-remove-device = The copy on your device or in your password manager is deleted there.
accounts-passkey-removed = The passkey is removed.
accounts-passkey-removed-last = The passkey is removed. The password alone signs you in now, and the recovery codes are void.
accounts-passkey-added = The passkey is added. It signs you in by itself, and serves as second step after the password.
accounts-passkey-most = An account has at most { $most } passkeys. Remove one that you do not use, then add the new one.
accounts-passkey-known = This passkey is already on record; nothing was added twice. Take another device or security key.
accounts-passkey-not-made = Nothing was added: what the browser gave could not be verified. Please try again; if it fails again, take another browser or device.
accounts-passkey-sign-in = Sign in with a passkey
accounts-passkey-confirm = Confirm with a passkey
accounts-passkey-late = More than five minutes have passed, so this attempt has expired. Please try again.
accounts-passkey-foreign = This attempt did not begin on this page and was not taken. Please try again; make sure that your browser allows cookies.
accounts-passkey-spent = This attempt was used before and is not taken again. Please try again.
accounts-passkey-unknown = This passkey belongs to no account; it may have been removed. Sign in with your password and add it anew.
accounts-passkey-stopped = The count of signatures of this passkey went back, so somebody may hold a copy; it was stopped. Sign in with your password, remove it and add it anew.
accounts-passkey-needs-password = The password was reset, or a stranger was reported, so this passkey works only together with the password. Sign in with your password; under “My account – Passkeys” you can let it sign in by itself again.
accounts-passkey-wrong = The passkey could not be verified. { $left ->
        [one] One try is left
       *[other] { $left } tries are left
    }, then the account locks for { $minutes } minutes.
accounts-passkey-wrong-here = The passkey could not be verified. { $left ->
        [one] One try is left
       *[other] { $left } tries are left
    } on this device, then it is locked for { $minutes } minutes.
accounts-passkey-locked = There were too many failures in a row: the account is locked until { $until }, for passkeys too. On a device from which you usually sign in it still opens. { $way }
accounts-passkey-locked-here = There were too many failures in a row on this device: until { $until } this account cannot be used on it; try again then. { $way }
accounts-passkey-not-here = Passkeys do not work here. { $why }
accounts-passkey-insecure = Browsers offer them over https only, and this platform is reached by http. Ask the administrator for https.
accounts-passkey-numbered = They are bound to a host name, and this platform's address is a number. Ask the administrator for a host name.
accounts-passkey-unnamed = They are bound to the platform's public address, which is not set. Ask the administrator to set XINGTAN_PUBLIC_URL; to try it on this machine, open http://localhost.
accounts-passkey-none-here = Your passkeys were added at another address, or were stopped.
accounts-passkey-scripts = To add a passkey the browser's scripts are needed, and they are off. Without them you can sign in with password and two-step sign-in.
accounts-passkey-busy = Please follow your browser…
accounts-passkey-cancelled = Not done: it was cancelled, or took too long. You can try again.
accounts-passkey-known-here = This device or security key already holds your passkey; there is nothing to add.
accounts-passkey-unable = This device cannot keep passkeys, or has no screen lock, fingerprint or face set up. Set one up and try again, or take another device.
accounts-passkey-elsewhere = Passkeys work at { $origin } only. Please open that address.
accounts-passkey-unsupported = This browser does not know passkeys. Take a newer one, or sign in with your password.
accounts-passkey-failed = Not done: the browser reported an error. Please try again, or sign in with your password.
accounts-factor-line-passkey = { $name }, the password is right. Please confirm with your passkey.
accounts-factor-recovery = Recovery code
accounts-factor-recovery-hint = Without your passkey at hand, enter a recovery code.
accounts-recovery-passkeys = Without your passkey at hand, a recovery code takes its place after the password.
accounts-second-factor-off-passkeys = Codes are not asked for any more; after the password a passkey or a recovery code still is.
accounts-second-factor-off-passkeys-done = Codes are switched off. After the password a passkey or a recovery code is still asked for.
accounts-outcome-wrong-passkey = Passkey not verified
accounts-outcome-locking-passkey = Passkey not verified, account locked
accounts-outcome-passkey-refused = Passkey stopped, or without its password
accounts-notice-passkey-added = The passkey “{ $name }” was added to your account
accounts-notice-passkey-added-text = Added { $at }. It signs in without the password. If it was not you who added it, remove it at once, change your password and tell the administrator.
accounts-notice-passkey-added-name = Passkey added
accounts-notice-passkey-removed = The passkey “{ $name }” was removed from your account
accounts-notice-passkey-removed-text = Removed { $at }; it does not sign in any more. If it was not you who removed it, change your password at once and tell the administrator.
accounts-notice-passkey-removed-name = Passkey removed
accounts-notice-passkey-stopped = The passkey “{ $name }” was stopped
accounts-notice-passkey-stopped-text =
    At { $at } somebody used it on { $device }, and its count of signatures went back: somebody may hold a copy. The sign-in was refused, and this passkey opens nothing from now on.

    Remove it and add it anew; if you do not know this sign-in, tell the security administrator.
accounts-notice-passkey-stopped-name = Passkey stopped
accounts-audit-passkey-added = Passkey added
accounts-audit-passkey-renamed = Passkey renamed
accounts-audit-passkey-removed = Passkey removed
accounts-audit-passkey-used = Passkey used
accounts-audit-passkey-stopped = Passkey stopped (its count went back)
accounts-audit-passkey-alone = Passkey signs in by itself again
accounts-rescue-passkeys = { $count ->
        [one] One passkey is
       *[other] { $count } passkeys are
    } left and open only together with the new password; to remove them add --clear-second-factor.
