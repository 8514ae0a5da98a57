### Words of a school.

-institution =
    { $form ->
       *[one] school
        [many] schools
        [One] School
        [Many] Schools
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
       *[one] campus
        [many] campuses
        [One] Campus
        [Many] Campuses
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
       *[one] academic affairs office
        [many] academic affairs offices
        [One] Academic affairs office
        [Many] Academic affairs offices
    }
-position =
    { $form ->
       *[one] post
        [many] posts
        [One] Post
        [Many] Posts
    }
-cohort =
    { $form ->
       *[one] class
        [many] classes
        [One] Class
        [Many] Classes
    }
-member =
    { $form ->
       *[one] person
        [many] people
        [One] Person
        [Many] People
    }
-member-number =
    { $form ->
       *[one] student or staff number
        [many] student or staff numbers
        [One] Student or staff number
        [Many] Student or staff numbers
    }
-learner =
    { $form ->
       *[one] student
        [many] students
        [One] Student
        [Many] Students
    }
-teacher =
    { $form ->
       *[one] teacher
        [many] teachers
        [One] Teacher
        [Many] Teachers
    }
-contact =
    { $form ->
       *[one] academic secretary
        [many] academic secretaries
        [One] Academic secretary
        [Many] Academic secretaries
    }
-manager =
    { $form ->
       *[one] campus manager
        [many] campus managers
        [One] Campus manager
        [Many] Campus managers
    }
-transfer =
    { $form ->
       *[one] change of class
        [many] changes of class
        [One] Change of class
        [Many] Changes of class
    }
-leaving =
    { $form ->
       *[one] leaving school
        [many] leaving school
        [One] Leaving school
        [Many] Leaving school
    }
