// Nothing more is needed.
