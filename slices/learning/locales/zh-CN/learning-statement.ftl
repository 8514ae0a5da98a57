learning-statement-title = { $year } 年学时学分证明
learning-statement-sum = 合计
learning-statement-source = 本文件由学习平台按服务器记录生成。学时是课程规定的时长，课程完成时入账一次；学习时长是服务器计算的实际学习时间。
learning-statement-button = 下载 PDF
