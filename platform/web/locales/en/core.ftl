# Headings of the menu
web-menu-work = To handle
web-menu-study = Study
web-menu-teaching = Teaching
web-menu-governance = Governance
web-menu-system = System
web-menu-own = Mine

# Roles
web-role-admin = System administrator
web-role-security = Security administrator
web-role-audit = Audit administrator
web-role-center = { -centre(form: "One") }
web-role-manager = Subsidiary training manager
web-role-contact = { -contact(form: "One") }
web-role-supervisor = Supervisor
web-role-reviewer = Course reviewer
web-role-teacher = { -teacher(form: "One") }
web-role-assistant = Assistant
web-role-homeroom = Homeroom teacher
web-role-finance = Finance
web-role-service = Customer service
web-role-parent = Guardian
web-role-learner = { -learner(form: "One") }

# What goes wrong
web-fault-heading-missing = This page was not found
web-fault-heading-closed = This cannot be opened
web-fault-heading-changed = The content has changed
web-fault-heading-large = The upload is too large
web-fault-heading-busy = One moment, please
web-fault-heading-full = The disk is full
web-fault-heading-broken = The program failed
web-fault-heading-request = The request is not right
web-fault-not-found = What you look for is not here: the address may be mistyped, the content may have moved, or it lies outside your responsibility.
web-fault-forbidden = Your present role cannot do this. If your work needs it, ask the { -centre } to adjust your roles.
web-fault-sign-in = Please sign in first.
web-fault-door = Please complete this step first.
web-fault-origin = The request came from another website and was not carried out, to protect your account. Please use the pages of this platform.
web-fault-invalid = Some entries need to be changed.
web-fault-conflict = Someone changed the same content a moment ago and your change was not saved. Reload and try again.
web-fault-too-large = The upload exceeds the permitted size and was not saved. Make it smaller and try again.
web-fault-too-many = Too many requests. Try again in { $seconds } seconds.
web-fault-busy = The server cannot keep up right now: too many people are here, or the database is held by something else. Nothing was done and nothing was changed. Try again in a few seconds.
web-fault-full = The server's disk is full. This was not saved; what was there before is unharmed. Please tell the system administrator.
web-fault-broken = This did not complete and nothing was changed. The fault is in the log; if it happens again, tell the system administrator when.
web-fault-request = The server does not take such a request. Please use the links and buttons of the pages.
web-fault-form = The form could not be read and was not saved. Go back and fill it in again.
web-fault-form-type = The format is not right and nothing was saved. Please use the form on the page.
web-fault-json = The request is not valid JSON and was not carried out.
web-fault-json-type = The request must be application/json.
web-fault-json-shape = The request does not fit the interface: { $reason }
web-fault-query = The parameters of the address do not fit this interface: { $reason }
web-fault-cursor = The parameter at is no cursor of this list. Please use the address in next of the page before.
web-fault-idempotency-key = Idempotency-Key takes 1 to 100 visible ASCII characters.
web-fault-idempotency-other = This Idempotency-Key was used for another request; nothing was done. Please use a new key.
web-fault-idempotency-gone = This request was carried out before, and its answer can no longer be read. Please look it up before sending it anew.
web-fault-scope-all = This is what the owner of the token does for themselves: no permission names it, so only a token with the scope all is taken. Please try again with one.
web-fault-stale = Someone changed this after you opened the page. Check the new content, then save again.
web-fault-home = To the start page
web-fault-to-sign-in = Sign in

# Errors beside fields
web-form-required = Please fill this in.
web-form-too-long = At most { $max } characters; there are { $now }.
web-form-range = Enter a whole number from { $from } to { $to }.
web-form-decimal = Enter a number from { $from } to { $to } with at most two decimals.
web-form-date = Write the date like 2026-11-22.
web-form-choose = Please choose one.
web-form-choice = Choose one of the options listed.
web-form-unknown = There is no such field. Please check its name.
