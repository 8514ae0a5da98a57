keys-missing = The folder { $path } holds no keys. If this is a new installation, initialise it first; if not, put the original key files back here or restore them from a backup. New keys cannot open data that is already encrypted.
keys-exposed = Other users of this machine can read or change the key file { $path }, so the platform does not start. Make it readable by its owner only (chmod 600).
keys-damaged = The key file { $path } is damaged or misnamed. Restore it from a backup or from the second key folder; do not delete it.
keys-contradiction = The keys { $path } and { $other } differ, and the platform cannot tell which is right. Check them and move the wrong one away.
keys-io = The system reported an error at the key { $path }: { $reason }. Check that the folder exists, its permissions and the free space.
keys-not-wrapped = The keys in the backup cannot be recognised. Check that the backup file is complete.
keys-wrong-passphrase = The passphrase is wrong, or the backup was altered. Check the passphrase and try again.
