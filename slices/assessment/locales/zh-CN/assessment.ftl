### 测评：小测与题目。

assessment-courses = 课程
assessment-quiz-title = { $title }·题目
assessment-quiz-line = { $count } 题，共 { $points } 分
assessment-preview = 预览
assessment-preview-title = { $title }·预览
assessment-is-preview = 这是预览：按作者的顺序列出题目和正确答案，不计成绩。
assessment-to-lesson = 回到上一级
assessment-edit = 修改
assessment-questions = 题目
assessment-questions-none = 还没有题目。至少要有一题，才能提交课程审核。
assessment-missing-questions = 小测还没有题目
assessment-add-question = 加题
assessment-question = 第 { $number } 题
assessment-points = { $points } 分
assessment-up = 上移第 { $number } 题
assessment-down = 下移第 { $number } 题
assessment-kind-single = 单选题
assessment-kind-multiple = 多选题
assessment-kind-true-false = 判断题
assessment-true = 对
assessment-false = 错
assessment-right = 正确答案

## 规则

assessment-rules = 小测规则
assessment-field-pass = 及格线（%）
assessment-field-pass-hint = 得分占总分的百分比，达到即通过。
assessment-field-attempts = 作答次数
assessment-field-attempts-hint = 0 表示不限次数。
assessment-unlimited = 不限
assessment-field-minutes = 限时（分钟）
assessment-field-minutes-hint = 不填就不限时。到时自动交卷，已保存的答案都计分。
assessment-field-review = 公布答案
assessment-review-passed = 通过后，或次数用完后
assessment-review-submitted = 每次交卷后
assessment-review-never = 不公布
assessment-review-gives-away = 每次交卷后公布答案，又可以再考，等于公开答案：请改为“通过后，或次数用完后”，或者只允许考一次。
assessment-field-shuffle = 每次作答打乱题目和选项的顺序
assessment-field-partial = 多选题部分得分
assessment-field-partial-hint = 每选对一项得相应的分，每选错一项扣同样的分，最低 0 分。不勾选则全对才得分。
assessment-quiz-saved = 小测规则已保存。

## 题目

assessment-question-new = 新建{ $kind }
assessment-question-edit = 修改{ $kind }
assessment-field-body = 题干
assessment-field-options = 选项
assessment-field-options-hint = 至少两项，不用的留空。在正确的选项前勾选。
assessment-option = 选项 { $letter }
assessment-is-right = 选项 { $letter } 正确
assessment-field-right = 正确答案
assessment-field-points = 分值
assessment-field-explanation = 解析
assessment-field-explanation-hint = 与答案一起公布：为什么对，为什么错。
assessment-question-added = 题目已加入。
assessment-question-saved = 题目已保存。
assessment-question-moved = 顺序已保存。
assessment-question-removed = 题目已移除。
assessment-remove-question = 移除题目
assessment-remove-question-text = 移除下面这道题，它的选项和解析随之丢失。已发布的版本不受影响。
assessment-theirs = 别人刚保存的题目
assessment-theirs-line = 下面表单里是您写的。请对照合并，再保存；保存后以您的为准。

## 出了问题

assessment-fault-frozen = 课程的这一版已提交或已发布，题目不能改动。要修改，请先撤回，或开始新的一版。
assessment-fault-full = 一份小测最多 200 题。
assessment-fault-new-version = 新题目还没有改动次数，请不要填写 version。
assessment-fault-body = 请写题干。
assessment-fault-few = 至少要有两个选项。
assessment-fault-same = 与前面的选项相同。
assessment-fault-single = 单选题要勾选一个正确选项。
assessment-fault-multiple = 多选题至少勾选一个正确选项。
assessment-fault-true-false = 请选择对或错。
assessment-fault-empty-right = 勾选的正确选项是空的。请写上内容，或取消勾选。

## 后台任务与审计

assessment-job-close-due = 到时自动交卷
assessment-audit-quiz-saved = 修改小测规则
assessment-audit-question-added = 加入题目
assessment-audit-question-saved = 修改题目
assessment-audit-question-moved = 移动题目
assessment-audit-question-removed = 移除题目
assessment-audit-attempt-graded = 小测评分
