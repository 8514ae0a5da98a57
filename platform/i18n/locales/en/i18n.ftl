### Forms of days and figures. Days are strftime patterns, read once at start.

i18n-day = %-d %B %Y
i18n-short-day = %-d %B
i18n-month = %B %Y
i18n-time = %H:%M
i18n-date-time = %-d %B %Y, %H:%M
i18n-short-date-time = %-d %B, %H:%M
i18n-weekday-1 = Monday
i18n-weekday-2 = Tuesday
i18n-weekday-3 = Wednesday
i18n-weekday-4 = Thursday
i18n-weekday-5 = Friday
i18n-weekday-6 = Saturday
i18n-weekday-7 = Sunday

i18n-seconds = { $n } s
i18n-minutes = { GROUP($n) } min
i18n-minutes-seconds = { $minutes } min { $seconds } s
i18n-hours = { GROUP($n) } h
i18n-hours-minutes = { GROUP($hours) } h { $minutes } min
i18n-as-is = { $value }

i18n-kind-school = School
i18n-kind-academy = Company academy
i18n-kind-training = Training provider
i18n-lang-zh-CN = 中文
i18n-lang-en = English
