documents-not-a-table = This file is { $found }, not a table that can be imported. Upload an xlsx, xls or csv file.
documents-found-pdf = a PDF document
documents-found-picture = a picture
documents-found-office = a text or presentation
documents-found-other-table = a table in another format (such as ods, xlsb or xml; save it as xlsx in your spreadsheet program first)
documents-found-web-page = a web page (what some systems export as "Excel" is one; open it in your spreadsheet program and save it as xlsx first)
documents-found-archive = a packed archive
documents-found-unknown = of an unknown kind
documents-encrypted = This file is protected by a password, so its content cannot be read. Remove the password in your spreadsheet program, save it and upload it again.
documents-too-many-bytes = The file is too large; at most { GROUP($limit) } MB are allowed. Remove pictures and spare sheets, or upload it in parts.
documents-too-much-inside = Unpacked, the file is larger than { GROUP($limit) } MB and was not read. Keep only the sheet to import, save it and upload it again.
documents-too-many-rows = The table has more than { GROUP($limit) } rows. Upload it in parts.
documents-too-many-columns = The table has more than { GROUP($limit) } columns. Remove the spare ones and upload it again.
documents-cell-too-long = A cell in row { $row } has more than { GROUP($limit) } characters. Shorten it and upload the file again.
documents-broken = The file is damaged or not written as its format asks, and cannot be opened. Open it in a spreadsheet program, save it as xlsx and upload it again.
documents-unclosed-quote = A quotation mark (") in row { $row } has no partner, so all rows after it became one cell. Add or remove one and upload the file again.
documents-empty = The file has no content. Check whether it is the right file and whether its content is on a hidden sheet.

documents-no-header = No header was found. One of the first rows must name the columns, at least: { $columns }.
documents-columns-missing = The header in row { $row } lacks: { $columns }. Add these columns and upload the file again.
documents-column-twice = In the header in row { $row }, “{ $one }” and “{ $two }” mean the same. Keep only one of them.

documents-export-too-many-rows = The result has more than the { GROUP($limit) } rows of an Excel sheet. Narrow the filter, or export as CSV.
documents-export-failed = The file was not made; the server's disk may be full. Try again later, or ask the { -system-admin }.

documents-template-explanations = How to fill in
documents-template-choices = Choices
documents-template-column = Column
documents-template-needed = Required
documents-template-meaning = What to write
documents-template-example = Example
documents-template-yes = Yes
documents-template-no = No

documents-pdf-made = Made on { $at }
documents-pdf-pages = Page { $page } of { $total }
documents-pdf-fonts = No PDF was made: the server has no Chinese fonts. Ask the { -system-admin } to install Noto Sans CJK (Debian package fonts-noto-cjk), or export to Excel instead.
documents-pdf-busy = No PDF was made: too many are being made right now. Try again in a minute.
documents-pdf-too-large = No PDF was made: there is more in it than one file may take in time or size. Narrow the range and try again, or export to Excel.
documents-pdf-failed = No PDF was made: the typesetter failed, and the reason stands in the server's log. Try again later; if it stays so, tell the { -system-admin }.
