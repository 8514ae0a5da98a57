### 学校的用词。

-institution = 学校
-unit = 院系
-subsidiary = 分校
-department = 院系
-centre = 教务处
-position = 职务
-cohort = 班级
-member = 师生
-member-number = 学号或工号
-learner = 学生
-teacher = 教师
-contact = 教学秘书
-manager = 分校负责人
-transfer = 转班
-leaving = 离校
