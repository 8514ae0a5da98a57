### 企业网络学院的用词。

-institution = 学院
-unit = 单位
-subsidiary = 子公司
-department = 部门
-centre = 培训中心
-position = 岗位
-cohort = 培训班
-member = 员工
-member-number = 工号
-learner = 学员
-teacher = 讲师
-contact = 培训联系人
-manager = 培训负责人
-transfer = 调动
-leaving = 离职
