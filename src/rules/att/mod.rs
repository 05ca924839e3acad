//! Attribution: is the deal in ACE, submitted, and marked as MAP?
