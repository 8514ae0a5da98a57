### 各处共用的词。机构类型不同而不同的词，由 terms-school、terms-academy、terms-training 改写。

## 平台与机构

-product = 杏坛
-institution = 机构
-unit = 单位
-subsidiary = 子公司
-department = 部门
-centre = 培训中心
-position = 岗位
-cohort = 培训班

## 人与角色

-member = 人员
-member-number = 工号
-learner = 学员
-guardian = 家长
-teacher = 讲师
-assistant = 助教
-homeroom = 班主任
-reviewer = 审核人
-supervisor = 督导
-contact = 培训联系人
-manager = 培训负责人
-system-admin = 系统管理员
-security-admin = 安全管理员
-audit-admin = 审计管理员
-finance = 财务
-service = 客服

## 来去

-transfer = 调动
-leaving = 离职

## 学习

-course = 课程
-lesson = 讲
-required = 必修
-elective = 选修
-required-course = 必修课
-credit = 学分
-training-hour = 学时
-study-time = 学习时长
