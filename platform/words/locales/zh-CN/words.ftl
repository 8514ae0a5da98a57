# 敏感词：处处用到的词句。
words-refused = “{ $word }”是敏感词（{ $category }），请改写。如果是误判，请在“我的敏感词记录”里一键说明，中心会尽快处理。
words-action-block = 拦截
words-action-hold = 待审
words-action-mask = 屏蔽
words-place-course = 课程内容
words-place-name = 名称
words-place-need = 培训需求
words-place-remark = 备注
words-place-comment = 课程评论
words-place-post = 帖子
words-place-chat = 聊天
