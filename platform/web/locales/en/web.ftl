# Frame and navigation
web-brand = Xingtan
web-brand-seal = 杏坛
web-skip = Skip to content
web-menu-main = Main menu
web-menu-bottom = Often used
web-menu-all = All places
web-menu-count = to do
web-crumbs = You are here
web-search = Search
web-notifications = Messages
web-notifications-unread = Messages, { $count } unread
web-account = My account
web-sign-out = Sign out
web-back-home = Back to the start page
web-demo = Demonstration: people and data are invented.

# Common words
web-save = Save
web-cancel = Cancel
web-close = Close
web-print = Print
web-copy = Copy
web-copied = Copied.
web-copy-failed = The browser did not allow copying. Please select the text and copy it by hand.
web-pager = Previous and next

# Themes
web-theme = Display
web-theme-system = As the device
web-theme-light = Light
web-theme-dark = Dark
web-theme-contrast = High contrast, light
web-theme-contrast-dark = High contrast, dark

# Forms
web-form-optional = optional
web-drop = Drop the file here, or choose it with the button.
web-drop-none = No file chosen yet.
web-upload-resume = Go on
web-upload-progress = [percent] uploaded: [name]
web-upload-failed = “[name]” was not uploaded completely: [reason]
web-upload-waiting = The line is down. Once it is back, the upload goes on where it broke off.
web-upload-done = “[name]” is uploaded; it takes effect when the form is sent.
web-upload-remove = Remove “[name]”
web-upload-too-large = “[name]” is too large; at most [most] are allowed. Compress or split it and upload it again.
web-upload-again = To go on with “[name]”, choose this file once more.
web-upload-wait = Files are still being uploaded. The form is sent by itself once they have arrived; please keep this page open.
web-rules = What the password must meet
web-rule-met = Met:
web-rule-unmet = Not met yet:
web-preview = Preview
web-preview-failed = The preview was not updated: the server cannot be reached. What you wrote is still here; it will be tried again.
web-marks = Format the text:
web-mark-bold = Bold
web-mark-heading = Heading
web-mark-list = List
web-mark-steps = Steps
web-mark-quote = Quote
web-mark-link = Link
web-mark-table = Table
web-mark-code = Code
web-mark-formula = Formula
web-mark-words = words
web-mark-column = Column

# Lists
web-list-search = Find
web-list-filter = Filter
web-list-tick = Choose
web-list-tick-all = Choose all on this page
web-list-tick-one = Choose { $what }
web-list-bulk = For the chosen rows
web-list-chosen-none = Nothing chosen yet
web-list-chosen-some = [count] chosen
web-list-pages = Pages
web-list-range = { $first }–{ $last } of { $total }
web-list-range-beyond = { $first }–{ $last } of more than { $total }
web-figures-as-of = Figures as of { $time }
web-list-previous = Previous
web-list-next = Next
web-list-nothing = Nothing matches “{ $query }”. Try another word or fewer filters.
web-list-show-all = Show all
web-list-export-excel = Export to Excel

# Jobs
web-job-progress = Progress
web-refresh-by-hand = Refresh the progress
web-refresh-offline = The server cannot be reached right now. The work goes on; this page will follow once the connection is back.

# Tree of lessons or units
web-tree = Drag to reorder. With the keyboard hold Alt and press an arrow: up and down move, right puts it below the item above, left takes it out one level.
web-tree-moved = Moved “[name]”: level [level], position [position] of [total].
web-tree-first = It is the first item already.
web-tree-last = It is the last item already.
web-tree-deep = It cannot go one level deeper.
web-tree-shallow = It is on the outermost level already.
web-tree-saved = The new order is saved.
web-tree-failed = The new order was not saved: the server cannot be reached. The order stays on the page; please try again later.
web-tree-refused = The new order was not saved, and the page shows the former order again.
web-tree-handle = Move “{ $name }”
web-tree-renamed = Renamed to “[name]”.

# PDF
web-pdf-open = Open the file
web-pdf-page = Page
web-pdf-of = / [count]
web-pdf-previous = Previous page
web-pdf-next = Next page
web-pdf-larger = Larger
web-pdf-smaller = Smaller
web-pdf-fit = Fit to width
web-pdf-loading = Opening the file…
web-pdf-failed = This browser cannot show the file. You can download it instead.

# Study time
web-attention-script = Study time is counted once the page’s script runs.
web-attention-running = Study time is being counted.
web-attention-hidden = The page is in the background, so study time is paused. Nothing is lost; it goes on when you return.
web-attention-blurred = Another window is in use, so study time is paused. Click on this page to go on.
web-attention-offline = You are offline. What you study is kept on this device and checked by the server once you are back.
web-attention-elsewhere = This account began studying on another device, so this page has paused. To go on here, please open the page again.
web-attention-ended = Study time is no longer being counted. Please open the page again.
web-attention-finished = This lesson is done.

# Player
web-player-name = Player: { $title }
web-player-script = Playing and study time begin once the page’s script runs.
web-player-ready = Press Play to begin. Only what is really played counts.
web-player-only = Press Play to begin.
web-player-resume = You stopped at [time]. Press Play to go on from there.
web-player-paused = Paused. Study time is not being counted.
web-player-waiting = Buffering. Waiting does not count.
web-player-hidden = The page was in the background, so playing has paused. Nothing is lost; press Play to go on.
web-player-offline = You are offline. What you play is kept on this device, sent once you are back, and checked by the server.
web-player-failed = This browser cannot play this. Please open the page in a recent Chrome, Edge, Firefox or Safari.
web-player-gone = This cannot be opened now: you may have been signed out, or the course has changed. Please open the page again.
web-player-unreached = The player did not load completely; the network may be down. Please press Play again.
web-player-ahead = On first study you cannot skip ahead to what you have not watched. You can go up to [time], and back to anything you have watched.
web-player-checking = Paused. Please answer the question first; playing then goes on.
web-player-reopen = Open the page again
web-player-seek = Position
web-player-place = [position] of [duration]
web-player-minutes = [minutes] min [seconds] s
web-player-hours = [hours] h [minutes] min [seconds] s
web-player-play = Play
web-player-pause = Pause
web-player-back = Back 10 seconds
web-player-mute = Mute
web-player-loud = Unmute
web-player-volume = Volume
web-player-speed = Speed
web-player-captions = Subtitles
web-player-captions-off = No subtitles
web-player-apart = Picture in picture
web-player-full = Full screen
web-player-unfull = Leave full screen
web-player-again = Play again
web-player-keys = Keyboard shortcuts
web-player-keys-where = They work while the focus is in the player. The space bar also plays and pauses.
web-player-key-play = Play or pause
web-player-key-ten = 10 seconds back or on
web-player-key-five = 5 seconds back or on
web-player-key-volume = Louder or quieter
web-player-key-speed = Slower or faster, up to 2×
web-player-key-mute = Mute
web-player-key-captions = Subtitles on or off
web-player-key-full = Full screen
web-player-key-help = Open this list
web-player-check = Playing has paused and no time is lost. Choose the right word to go on.
web-player-check-late = Nobody has answered yet. Playing stays paused; study time counted so far is not affected.
web-player-check-offline = The server cannot be reached, so the answer did not arrive. Please choose again in a moment.
web-dot = { " · " }

## The institution's logo and accent

web-manifest-description = Learning on line, exams and learning records
web-brand-svg = SVG files can hide scripts and are not taken. Export the logo as PNG and upload that.
web-brand-kind = This is no PNG, JPEG or WebP picture. Choose another file, or convert it first.
web-brand-bytes = The picture is larger than { $most } MB. Make it smaller and upload it again.
web-brand-large = The picture is wider or taller than { $most } pixels. Make it smaller and upload it again.
web-brand-small = The picture is too small and would look blurred. Each side needs at least { $least } pixels.
web-brand-shape = The picture is too long: one side may be at most { $times } times the other. Cut the empty parts off and upload it again.
web-brand-damaged = The picture cannot be opened; it may be incomplete or damaged. Export it anew and upload it again.
web-first-done = Done

# Offline study waiting on this device
web-kept-sent = Your offline study records have been sent.
web-kept-check = Your offline study records have not all been sent: presence has to be confirmed first.
web-kept-held = Your offline study records are still on this device; sending is tried again later.
web-kept-look = Show
web-install = Install on a device
