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

## 权限
may-offline-trainings = 线下培训登记
may-offline-trainings-read = 查看线下培训
may-offline-trainings-keep = 登记线下培训
may-training-hours = 月度学时
may-training-hours-read = 查看各部门的学时
may-hours-share = 放宽线上学时占比
may-hours-share-apply = 申请放宽线上学时占比
may-hours-share-decide = 审批放宽线上学时占比
may-needs = 需求与计划
may-needs-read = 查看培训需求和计划
may-needs-merge = 合并、上报和退回需求
may-needs-collect = 向单位征集需求
may-needs-decide = 把需求列入计划
may-selections = 选课轮次
may-selections-read = 查看选课、选择和关注名单
may-selections-open = 开放和结束选课
may-selections-approve = 审批选课
