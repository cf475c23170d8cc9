"""Plan documents as data: targets, milestones, tasks, standards and rhythm of an action plan."""
