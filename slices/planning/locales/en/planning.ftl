# Shared by pages
planning-month = Month
planning-and = {", "}
planning-any = All
planning-month-before = Month before
planning-month-after = Month after
planning-month-wrong = Please give year and month, such as 2026-11.
planning-waiting-stated = Needs to gather
planning-waiting-forwarded = Needs to decide
planning-waiting-choices = Electives to approve
planning-waiting-shares = Shares to decide
