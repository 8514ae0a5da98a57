# 各页共用
planning-month = 月份
planning-and = 、
planning-any = 全部
planning-month-before = 上个月
planning-month-after = 下个月
planning-month-wrong = 请填写年份和月份，如 2026-11。
planning-waiting-stated = 待汇总的需求
planning-waiting-forwarded = 待决定的需求
planning-waiting-choices = 待审批的选课
planning-waiting-shares = 放宽比例的申请
