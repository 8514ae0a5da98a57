## Logo and colour

app-place-branding = Logo and colour
app-audit-brand-changed = Logo or accent colour changed
app-branding-title = Logo and colour
app-branding-line = They appear on the sign-in page, at the head of every page, on slips and PDF documents, and as the icon on a phone.
app-branding-accent = Accent colour
app-branding-accent-hint = It is used for main buttons, links and progress. The colours for done, waiting and wrong stay, so that nobody misreads them.
app-branding-apricot = Apricot (default)
app-branding-indigo = Indigo
app-branding-azure = Azure
app-branding-teal = Teal
app-branding-bamboo = Bamboo
app-branding-plum = Plum
app-branding-violet = Violet
app-branding-umber = Umber
app-branding-own = Own colour
app-branding-own-label = Code of your own colour
app-branding-own-hint = A hash sign and six digits or letters, for “Own colour”.
app-branding-no-colour = This is no colour code. Enter a hash sign and six places, such as #1769aa.
app-branding-use = Use this colour
app-branding-preview = Have a look first
app-branding-preview-line = This page shows the new colour, which is not saved yet. When you like it, choose “Use this colour”.
app-branding-samples = On light and dark
app-branding-sample-button = Continue
app-branding-sample-words = See the course
app-branding-sample-bar = A sample of progress
app-branding-contrast = Contrast: words on the button { $button }, links { $words } (4.5 at least)
app-branding-derived-light = As words on light paper this colour is not clear enough (contrast { $contrast }, at least { $least }); links and words use { $shade } of the same hue.
app-branding-derived-dark = As words on dark paper this colour is not clear enough (contrast { $contrast }, at least { $least }); links and words use { $shade } of the same hue.
app-branding-contrast-themes = High contrast is not affected; it keeps its own colours.
app-branding-saved = The accent colour has been changed.
app-branding-logo = Logo
app-branding-logo-of = Logo of { $name }
app-branding-logo-none = There is no logo yet; Xingtan’s own mark is shown.
app-branding-file = Choose a picture
app-branding-file-hint = PNG, JPEG or WebP, up to { $most } MB, at most { $pixels } pixels wide and tall. A PNG with a transparent ground looks best; what a photo tells of its place is not kept.
app-branding-no-file = No picture has been chosen.
app-branding-upload = Use this picture
app-branding-logo-saved = The logo has been changed.
app-branding-logo-gone = Xingtan’s own mark is back.
app-branding-logo-remove = Back to the default mark
app-branding-where = Mails only name the institution and carry no picture: many mailboxes block pictures and take such mails for spam.
setting-web-brand-accent = Accent colour
setting-web-brand-logo = Logo

## Lists of jobs and mails

app-jobs-find = Name of the job or error
app-mails-find = Recipient, address or answer of the mail server
