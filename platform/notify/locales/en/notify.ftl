notify-state-queued = Waiting to be sent
notify-state-sent = Sent
notify-state-failed = Could not be sent
notify-state-kept = Kept only
notify-job-mail = Send mails

notify-mail-greeting = Hello { $name },
notify-mail-greeting-nameless = Hello,
notify-mail-open = Open
notify-mail-why-duty = This concerns your account or your duties, so it is always sent to you.
notify-mail-why-optional = You can choose under “Settings › Notifications” whether to get mails of this kind.
notify-mail-automatic = Sent automatically by the learning platform of { $institution }. Please do not reply to this mail.
notify-mail-automatic-nameless = Sent automatically by the learning platform. Please do not reply to this mail.
