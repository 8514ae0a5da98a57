accounts-slips-pdf = Download as PDF to print
accounts-slips-meanwhile = No slip was shown: someone took some of this batch a moment ago, or reset one of the passwords. Go back and take them again.
