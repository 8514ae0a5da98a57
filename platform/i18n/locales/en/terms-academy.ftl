### Words of a company academy.

-institution =
    { $form ->
       *[one] academy
        [many] academies
        [One] Academy
        [Many] Academies
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
-member =
    { $form ->
       *[one] employee
        [many] employees
        [One] Employee
        [Many] Employees
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
-teacher =
    { $form ->
       *[one] lecturer
        [many] lecturers
        [One] Lecturer
        [Many] Lecturers
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
-transfer =
    { $form ->
       *[one] transfer
        [many] transfers
        [One] Transfer
        [Many] Transfers
    }
-leaving =
    { $form ->
       *[one] leaving the company
        [many] leaving the company
        [One] Leaving the company
        [Many] Leaving the company
    }
