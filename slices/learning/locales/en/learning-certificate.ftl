# Certificates
learning-certificate = Certificate
learning-certificates = My certificates
learning-certificates-line = Courses that bring a certificate leave it here once you complete them. Download it, or let others check it by its code.
learning-certificates-empty = No certificate yet. When you complete a course that brings one, it appears here by itself.
learning-certificate-look = View
learning-certificate-file = Download PDF
learning-certificate-number = Number
learning-certificate-no = No. { $number }
learning-certificate-code = Check code
learning-certificate-heading = Heading
learning-certificate-issuer = Issuer
learning-certificate-issued-on = Issued
learning-certificate-until-head = Valid until
learning-certificate-until = Valid until { $day }
learning-certificate-endless = Without end
learning-certificate-by = Issued by
learning-certificate-by-itself = With the completion of the course
learning-certificate-valid = Valid
learning-certificate-expired = Expired
learning-certificate-revoked = Revoked
learning-certificate-check = Scan, or check by the code
learning-certificate-qr = QR code of the check page
learning-certificate-check-title = Let others check it
learning-certificate-check-line = Scanning the QR code on the certificate, or opening this address, shows whether it is valid.
learning-certificate-signed-line = The PDF carries this institution’s digital signature: PDF readers tell if the file was changed.
learning-certificate-no-address = The administrator has not set the platform’s public address yet, so the certificate has no QR code. The code works on the platform’s page /verify all the same.
learning-certificate-care = Manage
learning-certificate-holder = Learning file of { $name }
learning-certificate-revoke = Revoke
learning-certificate-revoke-title = Revoke certificate { $number }
learning-certificate-revoke-text = The check page says “Revoked” at once, the PDF can no longer be downloaded, and the holder is told. This cannot be undone, but a new certificate can be issued.
learning-certificate-revoke-done = The certificate is revoked; the check page says so.
learning-certificate-revoked-on = This certificate was revoked on { $at }.
learning-certificate-revoked-why = Reason: { $reason }
learning-certificate-revoked-by = Revoked by
learning-certificate-reason = Reason
learning-certificate-reason-hint = Seen by the holder and by those who manage certificates; not on the check page.
learning-certificate-replace = Issue anew
learning-certificate-replace-title = Issue certificate { $number } anew
learning-certificate-replace-text = The new certificate takes the holder’s present name and unit and the template as it is now, with a new number and code.
learning-certificate-replace-old = The old certificate is revoked with it; the check page will say so.
learning-certificate-replace-done = The new certificate is issued.
learning-certificate-replaced-before = The course has another valid certificate already, or is not complete; so nothing was issued. Look at that one first.
learning-certificate-template-gone = The template of this certificate was removed, so it cannot be issued anew. Issue certificates of another template instead.
learning-certificate-successor = Replaced by { $number }

learning-certificates-issued = Certificates
learning-certificates-issued-line = Certificates issued within your reach, expired and revoked ones included.
learning-certificates-search = Name, staff number, course or number
learning-certificates-none = No certificate has been issued yet.
learning-certificate-issue = Issue to many
learning-certificate-issue-line = For those who completed a course and never had a certificate. Whoever completes it later gets one by itself, if the template’s page lists the course.
learning-certificate-nobody = Nobody within your reach has completed this course without having a certificate.
learning-certificate-count = { $count } { $count ->
    [one] person
   *[other] people
} completed this course and never had a certificate. Nothing is issued yet.
learning-certificate-issue-to = Issue to { $count } { $count ->
    [one] person
   *[other] people
}
learning-certificates-ordered = Issuing certificates to { $count } { $count ->
    [one] person
   *[other] people
}. They appear here as they are made; you can go on with other work.

learning-template = Template
learning-templates = Certificate templates
learning-templates-line = Words, background and seal of certificates, and the courses that bring them.
learning-templates-search = Name, heading or prefix
learning-templates-empty = No template yet. Make one, then choose which courses bring certificates of it.
learning-template-new = New template
learning-template-line = Changes concern certificates issued from now on; those issued before stay as they are.
learning-template-name = Name of the template
learning-template-name-hint = Seen only here, not printed.
learning-template-language = Language of the certificate
learning-template-layout = Layout
learning-template-landscape = Landscape
learning-template-portrait = Portrait
learning-template-heading-example = Certificate of Completion
learning-template-body-example = { "This is to certify that {name} ({unit}) completed the course “{course}” on {completed_on}: {hours}, {credits} credits." }
learning-template-body = Text
learning-template-body-hint = Names in braces are filled with the holder’s facts; line breaks stay.
learning-template-unknown = { $name } is nothing that can be filled. Choose from “Places to fill”, or take the braces away.
learning-template-signer = Signed by
learning-template-signer-hint = Such as “Dean Zhou Yuan”; may stay empty.
learning-template-prefix = Prefix of numbers
learning-template-prefix-hint = Capital letters, digits or dashes, a letter first. Numbers read XT-2026-000001.
learning-template-prefix-wrong = The prefix begins with a capital letter and has only capital letters, digits and dashes, at most 12.
learning-template-months = Valid for (months)
learning-template-months-hint = 0: without end; at most 600.
learning-template-picture = Background
learning-template-picture-hint = Fills the page in place of the frame. PNG, JPEG or WebP, at most 8 MB; for landscape best 1754×1240 pixels.
learning-template-picture-none = No background any more
learning-template-seal = Seal
learning-template-seal-hint = Stands over the issuer; best a PNG with a transparent ground; at most 8 MB.
learning-template-seal-none = No seal any more
learning-template-preview = Preview PDF
learning-template-no-preview = There is no preview: { $why }
learning-template-saved = The template is saved.
learning-template-places = Places to fill
learning-template-places-line = For the heading and the text.
learning-template-courses = Courses that bring it
learning-template-courses-none = No course brings it yet.
learning-template-course-add = Course
learning-template-course-hint = Whoever completes it gets a certificate by itself. A course brings one kind; choosing it here replaces another.
learning-template-course-do = Add course
learning-template-course-remove = “{ $title }” brings it no more
learning-template-brings = Whoever completes the course from now on gets a certificate.
learning-template-brings-late = Whoever completes the course from now on gets a certificate. { $count } completed it before; issue theirs here.
learning-template-brings-no-more = The course brings none of it any more; what was issued stays.
learning-template-count = Issued
learning-template-updated = Last changed
learning-template-remove = Remove template
learning-template-remove-title = Remove template “{ $name }”
learning-template-remove-text = Courses that bring it no more: { $courses }. The certificates issued ({ $issued }) stay valid and can be downloaded and checked, but none can be issued anew with it.
learning-template-removed = The template is removed; issued certificates stay.
learning-template-sample-name = Lin Xiaoman
learning-template-sample-unit = East Branch
learning-template-sample-course = Fire Safety and Evacuation

learning-place-name = name
learning-place-unit = unit
learning-place-staff-number = staff_number
learning-place-course = course
learning-place-completed-on = completed_on
learning-place-hours = hours
learning-place-credits = credits
learning-place-number = number
learning-place-issued-on = issued_on
learning-place-valid-until = valid_until

learning-verify = Check a certificate
learning-verify-line = Type the code on a certificate to see whether this institution issued it and whether it is valid now.
learning-verify-hint = 16 signs; capitals and dashes do not matter.
learning-verify-do = Check
learning-verify-no-code = This is no check code. A code has 16 letters and digits and stands below the certificate’s QR code.
learning-verify-unknown = There is no certificate with the code { $code }. Compare and type it once more; if it is right, this institution did not issue the certificate.
learning-verify-valid = Issued by { $institution } and valid now.
learning-verify-expired = It was issued, and its time is over.
learning-verify-revoked = The issuer revoked it on { $at }; it is no longer valid.
learning-verify-compare = Compare name, course and number with the certificate in your hand.
learning-verify-another = Check another certificate

learning-certificate-course-brings = Brings a certificate
learning-certificate-course-own = View certificate

learning-notice-certificate = Your certificate for “{ $title }”
learning-notice-certificate-text = Its number is { $number }. Download the PDF, or let others check it by its code.
learning-notice-certificate-name = Certificates
learning-notice-certificate-revoked = Your certificate { $number } was revoked
learning-notice-certificate-revoked-text = The certificate for “{ $title }” is no longer valid; its page says why. If you have questions, ask the training centre.
learning-notice-certificate-revoked-name = Revoked certificates
learning-job-taken-down = Tell learners of a course taken down
learning-job-certificates = Issue certificates
learning-audit-certificate-issued = Certificate issued
learning-audit-certificate-revoked = Certificate revoked
learning-audit-certificates-ordered = Certificates issued to many
learning-audit-certificate-template-made = Certificate template made
learning-audit-certificate-template-changed = Certificate template changed
learning-audit-certificate-template-removed = Certificate template removed
learning-audit-certificate-course-set = Course brings certificates
learning-audit-certificate-course-unset = Course brings certificates no more
