### Words that all texts share. Where kinds of institution differ, terms-school, terms-academy and
### terms-training override them. The form is one, many, One or Many: { -learner(form: "many") }.

## Platform and institution

-product = Xingtan
-institution =
    { $form ->
       *[one] institution
        [many] institutions
        [One] Institution
        [Many] Institutions
    }
-unit =
    { $form ->
       *[one] unit
        [many] units
        [One] Unit
        [Many] Units
    }
-subsidiary =
    { $form ->
       *[one] subsidiary
        [many] subsidiaries
        [One] Subsidiary
        [Many] Subsidiaries
    }
-department =
    { $form ->
       *[one] department
        [many] departments
        [One] Department
        [Many] Departments
    }
-centre =
    { $form ->
       *[one] training centre
        [many] training centres
        [One] Training centre
        [Many] Training centres
    }
-position =
    { $form ->
       *[one] position
        [many] positions
        [One] Position
        [Many] Positions
    }
-cohort =
    { $form ->
       *[one] cohort
        [many] cohorts
        [One] Cohort
        [Many] Cohorts
    }

## People and roles

-member =
    { $form ->
       *[one] person
        [many] people
        [One] Person
        [Many] People
    }
-member-number =
    { $form ->
       *[one] staff number
        [many] staff numbers
        [One] Staff number
        [Many] Staff numbers
    }
-learner =
    { $form ->
       *[one] learner
        [many] learners
        [One] Learner
        [Many] Learners
    }
-guardian =
    { $form ->
       *[one] guardian
        [many] guardians
        [One] Guardian
        [Many] Guardians
    }
-teacher =
    { $form ->
       *[one] teacher
        [many] teachers
        [One] Teacher
        [Many] Teachers
    }
-assistant =
    { $form ->
       *[one] assistant
        [many] assistants
        [One] Assistant
        [Many] Assistants
    }
-homeroom =
    { $form ->
       *[one] homeroom teacher
        [many] homeroom teachers
        [One] Homeroom teacher
        [Many] Homeroom teachers
    }
-reviewer =
    { $form ->
       *[one] course reviewer
        [many] course reviewers
        [One] Course reviewer
        [Many] Course reviewers
    }
-supervisor =
    { $form ->
       *[one] supervisor
        [many] supervisors
        [One] Supervisor
        [Many] Supervisors
    }
-contact =
    { $form ->
       *[one] training contact
        [many] training contacts
        [One] Training contact
        [Many] Training contacts
    }
-manager =
    { $form ->
       *[one] training manager
        [many] training managers
        [One] Training manager
        [Many] Training managers
    }
-system-admin =
    { $form ->
       *[one] system administrator
        [many] system administrators
        [One] System administrator
        [Many] System administrators
    }
-security-admin =
    { $form ->
       *[one] security administrator
        [many] security administrators
        [One] Security administrator
        [Many] Security administrators
    }
-audit-admin =
    { $form ->
       *[one] audit administrator
        [many] audit administrators
        [One] Audit administrator
        [Many] Audit administrators
    }
-finance =
    { $form ->
       *[one] finance officer
        [many] finance officers
        [One] Finance officer
        [Many] Finance officers
    }
-service =
    { $form ->
       *[one] customer service agent
        [many] customer service agents
        [One] Customer service agent
        [Many] Customer service agents
    }

## Coming and going

-transfer =
    { $form ->
       *[one] transfer
        [many] transfers
        [One] Transfer
        [Many] Transfers
    }
-leaving =
    { $form ->
       *[one] leaving
        [many] leaving
        [One] Leaving
        [Many] Leaving
    }

## Learning

-course =
    { $form ->
       *[one] course
        [many] courses
        [One] Course
        [Many] Courses
    }
-lesson =
    { $form ->
       *[one] lesson
        [many] lessons
        [One] Lesson
        [Many] Lessons
    }
-required =
    { $form ->
       *[one] required
        [many] required
        [One] Required
        [Many] Required
    }
-elective =
    { $form ->
       *[one] elective
        [many] elective
        [One] Elective
        [Many] Elective
    }
-required-course =
    { $form ->
       *[one] required course
        [many] required courses
        [One] Required course
        [Many] Required courses
    }
-credit =
    { $form ->
       *[one] credit
        [many] credits
        [One] Credit
        [Many] Credits
    }
-training-hour =
    { $form ->
       *[one] training hour
        [many] training hours
        [One] Training hour
        [Many] Training hours
    }
-study-time =
    { $form ->
       *[one] study time
        [many] study time
        [One] Study time
        [Many] Study time
    }
