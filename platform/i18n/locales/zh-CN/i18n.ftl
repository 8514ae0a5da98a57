### 日期与数字的写法。日期是 strftime 式样，启动时读一次。

i18n-day = %Y 年 %-m 月 %-d 日
i18n-short-day = %-m 月 %-d 日
i18n-month = %Y 年 %-m 月
i18n-time = %H:%M
i18n-date-time = %Y 年 %-m 月 %-d 日 %H:%M
i18n-short-date-time = %-m 月 %-d 日 %H:%M
i18n-weekday-1 = 周一
i18n-weekday-2 = 周二
i18n-weekday-3 = 周三
i18n-weekday-4 = 周四
i18n-weekday-5 = 周五
i18n-weekday-6 = 周六
i18n-weekday-7 = 周日

i18n-seconds = { $n } 秒
i18n-minutes = { GROUP($n) } 分钟
i18n-minutes-seconds = { $minutes } 分 { $seconds } 秒
i18n-hours = { GROUP($n) } 小时
i18n-hours-minutes = { GROUP($hours) } 小时 { $minutes } 分钟
i18n-as-is = { $value }

i18n-kind-school = 学校
i18n-kind-academy = 企业网络学院
i18n-kind-training = 培训机构
i18n-lang-zh-CN = 中文
i18n-lang-en = English
