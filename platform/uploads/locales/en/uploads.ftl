# Uploads that go on where they broke off.
uploads-job-sweep = Clearing away expired uploads
uploads-unit-mib = MB

setting-uploads-largest = Greatest size of an uploaded file (MB)

uploads-refused-version = The uploading program speaks another version of the protocol; this server speaks tus { $version } only. Reload the page and upload again.
uploads-refused-length = The size of the file is missing or is no positive whole number, so the upload did not begin. An empty file cannot be uploaded.
uploads-refused-offset = It is not said where in the file this content begins, so it was not taken. Reload the page and go on.
uploads-refused-metadata = The description of the upload (Upload-Metadata) cannot be read, so the upload did not begin. Reload the page and upload again.
uploads-refused-name = The name of the file is missing, so the upload did not begin. Reload the page and upload again.
uploads-refused-purpose = It is not said what the file is for, or there is no such purpose here, so the upload did not begin. Reload the page and upload again.
uploads-refused-forbidden = You may not upload files for this. If you need to, ask the { -system-admin }.
uploads-refused-too-large = The file is too large; at most { GROUP($most) } MB are allowed. Compress or split it and upload it again.
uploads-refused-too-many = You already have { $most } files that are being uploaded or wait to be used. Finish, use or remove some of them first.
uploads-refused-no-space = The server's disk has too little room, so the file was not taken; what had come before is kept. Ask the { -system-admin }; the upload can go on once there is room.
uploads-refused-unknown = There is no such upload. It may have been used or removed, or it expired after 7 days without progress. Choose the file again.
uploads-refused-media-type = The content must be of the type application/offset+octet-stream; it was not taken. Reload the page and go on.
uploads-refused-elsewhere = This content does not fit: the server has { GROUP($received) } bytes and goes on from there. Reload the page and go on.
uploads-refused-too-much = There is more content than the stated size of the file, so it was not taken. The file may have changed during the upload; choose it again.
uploads-refused-busy = The same file is being uploaded on another page or device. Wait until it is done, or close that page and try again.
uploads-refused-silent = Nothing came for a minute, so the connection was closed; what had come is kept and the upload can go on.
uploads-refused-broken-off = The upload broke off; what had come is kept and the upload can go on.
uploads-refused-method = This address does not take this method.

uploads-take-unknown = The chosen file was used or removed, or it expired. Choose the file again.
uploads-take-unfinished = “{ $name }” has not been uploaded completely. Wait until it is, or remove it.
uploads-take-used = This file has just been used on another page, so nothing was saved. Choose the file again.
