//! How fast an index builds here, and how fast it answers.
