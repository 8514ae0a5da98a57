notify-state-queued = 等待发送
notify-state-sent = 已发送
notify-state-failed = 发送失败
notify-state-kept = 仅保存
notify-job-mail = 发送邮件

notify-mail-greeting = { $name }，您好：
notify-mail-greeting-nameless = 您好：
notify-mail-open = 打开查看
notify-mail-why-duty = 这是与您的账户或职责有关的通知，因此总会发给您。
notify-mail-why-optional = 您可以在“个人设置 › 通知”中选择是否接收此类邮件。
notify-mail-automatic = 本邮件由{ $institution }的学习平台自动发出，请勿直接回复。
notify-mail-automatic-nameless = 本邮件由学习平台自动发出，请勿直接回复。
