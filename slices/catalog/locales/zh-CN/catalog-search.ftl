### 搜索课程、课件、文档、字幕和教育资源云；同义词。

## 搜索

catalog-search = 搜索
catalog-search-line = 搜索课程、课件、文档和字幕里的文字，以及教育资源云，中文、英文都可以。
catalog-search-what = 要找什么？
catalog-search-all = 全部
catalog-search-by-kind = 按类型
catalog-search-courses = 课程
catalog-search-texts = 文字
catalog-search-documents = 文档
catalog-search-films = 音视频
catalog-search-quizzes = 测验
catalog-search-library = 教育资源云
catalog-search-ended = 已停止共享
catalog-search-lang = 语言
catalog-search-lang-any = 不限语言
catalog-search-lang-zh-CN = 中文
catalog-search-lang-en = 英文
catalog-search-drafts = 只看起草中的
catalog-search-begin = 输入一个或几个词，含有全部词的内容都会找到。最后一个词可以没有打完。
catalog-search-signs = 输入的内容里没有文字或数字。请输入一个词。
catalog-search-long = 只搜索了前 200 个字。
catalog-search-catalogue = 浏览选课
catalog-search-meant = 您要找的是不是
catalog-search-synonyms = 同时搜索了意思相同的词：{ $words }
catalog-search-comma = 、
catalog-search-none-title = 没有找到
catalog-search-none = 您能看到的内容里没有这些词。
catalog-search-widen = 去掉筛选再搜索
catalog-search-advice-fewer = 词少一些、短一些再试。
catalog-search-advice-other = 换一个说法再试。如果两个词应当互相找到，请告诉培训中心，由培训中心加入同义词。
catalog-search-some = 没有内容含有全部词，下面的内容含有其中一些。
catalog-search-count = 找到 { $count } 条
catalog-search-beyond = 含有这些词的段落很多，从其中最新的找到 { $count } 条。再加一个词可以缩小范围。
catalog-search-range = 第 { $from } 到 { $to } 条
catalog-search-pages = 结果分页
catalog-search-page = 第 { $page } 页
catalog-search-moment = 从 { $at } 开始
catalog-search-others = 还有 { $count } 处
catalog-search-suggested = 含有这些词的标题

## 同义词

catalog-synonyms = 同义词
catalog-synonyms-line = 搜索其中一个词，也会找到其他的词。下一次搜索起有效。
catalog-synonyms-groups = 意思相同的词
catalog-synonyms-none = 还没有同义词。把大家对同一件事的不同说法加进来。
catalog-synonyms-equal = { " = " }
catalog-synonyms-add = 加入同义词
catalog-synonyms-words = 词
catalog-synonyms-hint = 一行一个，或者用“=”隔开。两个到二十个词，每个最多 40 个字。
catalog-synonyms-few = 需要两个不同的词。大小写和空格不算不同。
catalog-synonyms-many = 一组最多 { $most } 个词，请去掉一些。
catalog-synonyms-word = “{ $word }”无法搜索：一个词要有文字或数字，最多 { $longest } 个字。
catalog-synonyms-taken = “{ $word }”已经在另一组里。请修改那一组，或者在这里去掉这个词。
catalog-synonyms-added = 同义词已加入。
catalog-synonyms-saved = 同义词已保存。
catalog-synonyms-removed = 同义词已删除。
catalog-synonyms-remove = 删除
catalog-synonyms-remove-hint = 之后这些词只能各自找到。
catalog-audit-synonyms-added = 加入同义词
catalog-audit-synonyms-saved = 修改同义词
catalog-audit-synonyms-removed = 删除同义词
catalog-job-index = 更新全文索引
catalog-job-index-due = 检查全文索引是否需要更新
catalog-job-read-document = 读取文档里的文字
may-synonyms = 同义词
may-synonyms-manage = 管理搜索的同义词
