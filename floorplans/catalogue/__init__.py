"""Sites, buildings, floors and spaces as features, for programs that read maps."""
