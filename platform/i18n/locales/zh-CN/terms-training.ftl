### 培训机构的用词。

-institution = 机构
-unit = 校区
-subsidiary = 校区
-department = 教研组
-centre = 教务中心
-position = 职务
-cohort = 班级
-member = 人员
-member-number = 学员编号
-learner = 学员
-teacher = 讲师
-contact = 教务专员
-manager = 校区负责人
-transfer = 转班
-leaving = 结业或退学
