// SPDX-License-Identifier: BSD-3-Clause

//! What makes the types of the generated code.

use crate::abi::RpcStatus;
use core::fmt;

/// An enum whose values have names.
macro_rules! names {
    ($(#[$doc:meta])* $type:ident { $($(#[$value_doc:meta])* $value:ident = $name:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $type {
            $($(#[$value_doc])* $value,)*
        }

        impl $type {
            /// The one spelling of the value's name in all output and pages of the project.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$value => $name,)*
                }
            }
        }

        impl core::fmt::Display for $type {
            fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                formatter.pad(self.name())
            }
        }
    };
}
pub(crate) use names;

/// The value of a field that can hold every number of its width.
macro_rules! number {
    ($(#[$doc:meta])* $type:ident($number:ty)) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $type(
            /// The number.
            pub $number,
        );
    };
}
pub(crate) use number;

/// The value of a field that can hold every number of its width but one.
macro_rules! number_but {
    ($(#[$doc:meta])* $type:ident($number:ty) != $never:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $type($number);

        impl $type {
            #[doc = concat!("The value, or `None` for ", stringify!($never), ", which the field never has.")]
            #[must_use]
            #[inline]
            pub const fn new(number: $number) -> Option<Self> {
                if number == $never {
                    None
                } else {
                    Some(Self(number))
                }
            }

            /// The number.
            #[must_use]
            #[inline]
            pub const fn get(self) -> $number {
                self.0
            }
        }

        $crate::value::literal!($type, $number, $never);
    };
}
pub(crate) use number_but;

/// The value of a field that can hold every number of its width but 0.
macro_rules! number_but_zero {
    ($(#[$doc:meta])* $type:ident($number:ty, $nonzero:ty)) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $type($nonzero);

        impl $type {
            /// The value, or `None` for 0, which the field never has.
            #[must_use]
            #[inline]
            pub const fn new(number: $number) -> Option<Self> {
                match <$nonzero>::new(number) {
                    Some(number) => Some(Self(number)),
                    None => None,
                }
            }

            /// The number.
            #[must_use]
            #[inline]
            pub const fn get(self) -> $number {
                self.0.get()
            }
        }

        $crate::value::literal!($type, $number, 0);
    };
}
pub(crate) use number_but_zero;

/// How constants of a type are made that cannot hold every number.
macro_rules! literal {
    ($type:ident, $number:ty, $never:literal) => {
        impl $type {
            /// The value, of a number that is known to be one that the field can have. In a constant another one does not
            /// compile; use [`new`](Self::new) if the number comes from outside.
            ///
            /// # Panics
            ///
            #[doc = concat!("Panics if the number is ", stringify!($never), ".")]
            #[must_use]
            pub const fn literal(number: $number) -> Self {
                match Self::new(number) {
                    Some(value) => value,
                    None => panic!(concat!(stringify!($type), " is never ", stringify!($never))),
                }
            }
        }
    };
}
pub(crate) use literal;

/// The ABI's name, or the number of a status that the ABI does not define.
impl fmt::Display for RpcStatus {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => formatter.pad(name),
            None => fmt::Display::fmt(&self.0, formatter),
        }
    }
}
