storage-too-large = The file is too large; at most { GROUP($limit) } MB are allowed. Compress or split it and upload it again.
storage-empty = The file is empty. Check whether it is the right file.
storage-not-accepted = Files of this kind are not accepted here (the content is { $found }). The content counts, not the ending of the name. Upload it in another format.
storage-broken-off = The upload broke off and the file was not saved. Check the connection and upload it again.
storage-full = The server's disk is full and the file was not saved. Ask the { -system-admin }.
storage-missing = The content of this file is not on the server; a restore may have left it out. Ask the { -system-admin }.
storage-failed = The server could not save or read this file. Try again later; if it keeps failing, ask the { -system-admin }.
