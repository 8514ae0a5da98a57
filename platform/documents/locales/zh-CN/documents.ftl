documents-not-a-table = 这个文件是{ $found }，不是可以导入的表格。请上传 xlsx、xls 或 csv 文件。
documents-found-pdf = PDF 文档
documents-found-picture = 图片
documents-found-office = 文字或演示文稿
documents-found-other-table = 另一种格式的表格（如 ods、xlsb、xml），请先在表格软件里另存为 xlsx
documents-found-web-page = 网页（有些系统导出的“Excel”其实是网页），请先用表格软件打开并另存为 xlsx
documents-found-archive = 压缩包
documents-found-unknown = 无法识别的文件
documents-encrypted = 这个文件设了打开密码，平台读不到内容。请在表格软件里取消密码，另存后再上传。
documents-too-many-bytes = 文件太大，最多 { GROUP($limit) } MB。请删去图片和多余的工作表，或分成几个文件上传。
documents-too-much-inside = 文件展开后超过 { GROUP($limit) } MB，平台没有读取。请只保留要导入的工作表，另存后再上传。
documents-too-many-rows = 表格超过 { GROUP($limit) } 行。请分成几个文件上传。
documents-too-many-columns = 表格超过 { GROUP($limit) } 列。请删去多余的列再上传。
documents-cell-too-long = 第 { $row } 行有一格超过 { GROUP($limit) } 个字。请缩短它再上传。
documents-broken = 文件已损坏，或不是按格式写的，平台打不开。请用表格软件打开它，另存为 xlsx 后再上传。
documents-unclosed-quote = 第 { $row } 行有一个引号（"）没有成对，后面的行都被当成了一格。请补上或删去它再上传。
documents-empty = 文件里没有内容。请检查是否传错了文件，或内容是否在隐藏的工作表里。

documents-no-header = 没有找到表头。表格前几行里要有一行写明列名，至少包括：{ $columns }。
documents-columns-missing = 第 { $row } 行的表头缺少：{ $columns }。请补上这些列再上传。
documents-column-twice = 第 { $row } 行的表头里，“{ $one }”和“{ $two }”是同一个意思。请只保留一列。

documents-export-too-many-rows = 结果超过一张 Excel 工作表的 { GROUP($limit) } 行。请缩小筛选范围，或改为导出 CSV。
documents-export-failed = 文件没有生成，可能是服务器磁盘已满。请稍后再试，或联系{ -system-admin }。

documents-template-explanations = 填写说明
documents-template-choices = 可选值
documents-template-column = 列名
documents-template-needed = 必填
documents-template-meaning = 填什么
documents-template-example = 示例
documents-template-yes = 是
documents-template-no = 否

documents-pdf-made = 生成时间：{ $at }
documents-pdf-pages = 第 { $page } 页，共 { $total } 页
documents-pdf-fonts = 没有生成 PDF：服务器上没有安装中文字体。请联系{ -system-admin }安装思源黑体（Debian 软件包 fonts-noto-cjk），也可以先导出 Excel。
documents-pdf-busy = 没有生成 PDF：现在同时生成的文件太多。请过一分钟再试。
documents-pdf-too-large = 没有生成 PDF：内容太多，超过了一个文件允许的时间或大小。请缩小范围再试，或导出 Excel。
documents-pdf-failed = 没有生成 PDF：排版程序出了错，原因记在服务器日志里。请稍后再试；如果还是这样，请联系{ -system-admin }。
