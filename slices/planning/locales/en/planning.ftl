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

## What roles may do
may-offline-trainings = Register of offline training
may-offline-trainings-read = See offline trainings
may-offline-trainings-keep = Enter offline trainings
may-training-hours = Hours of the month
may-training-hours-read = See the training hours of departments
may-hours-share = Wider share of online hours
may-hours-share-apply = Ask for a wider share of online hours
may-hours-share-decide = Decide on a wider share of online hours
may-needs = Needs and the plan
may-needs-read = See training needs and the plan
may-needs-merge = Merge, forward and decline needs
may-needs-collect = Ask units for their needs
may-needs-decide = Take needs into the plan
may-selections = Rounds of choosing electives
may-selections-read = See rounds, choices and the watch list
may-selections-open = Open and close rounds
may-selections-approve = Decide over choices
