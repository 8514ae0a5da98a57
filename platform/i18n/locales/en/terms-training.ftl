### Words of a training provider.

-institution =
    { $form ->
       *[one] training provider
        [many] training providers
        [One] Training provider
        [Many] Training providers
    }
-unit =
    { $form ->
       *[one] site
        [many] sites
        [One] Site
        [Many] Sites
    }
-subsidiary =
    { $form ->
       *[one] site
        [many] sites
        [One] Site
        [Many] Sites
    }
-department =
    { $form ->
       *[one] teaching group
        [many] teaching groups
        [One] Teaching group
        [Many] Teaching groups
    }
-centre =
    { $form ->
       *[one] course office
        [many] course offices
        [One] Course office
        [Many] Course offices
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
       *[one] learner number
        [many] learner numbers
        [One] Learner number
        [Many] Learner numbers
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
       *[one] teacher
        [many] teachers
        [One] Teacher
        [Many] Teachers
    }
-contact =
    { $form ->
       *[one] course coordinator
        [many] course coordinators
        [One] Course coordinator
        [Many] Course coordinators
    }
-manager =
    { $form ->
       *[one] site manager
        [many] site managers
        [One] Site manager
        [Many] Site managers
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
       *[one] leaving
        [many] leaving
        [One] Leaving
        [Many] Leaving
    }
