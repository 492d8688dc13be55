// SPDX-License-Identifier: BSD-3-Clause

//! The operations of functions.hpp by the Rust crate.
#![no_std]

macro_rules! functions {
    ($name:ident, $type:ident $(, $request:ident)?) => {
        pub mod $name {
            use tsrpc::{Registers, $type};

            #[export_name = concat!(stringify!($name), "_pack_by_rust")]
            pub extern "C" fn pack(message: &$type, words: &mut Registers) {
                *words = message.pack();
            }

            #[export_name = concat!(stringify!($name), "_strict_by_rust")]
            pub extern "C" fn strict(words: &Registers, _request: &Registers, message: &mut $type) -> bool {
                $(let $request = _request;)?
                if let Ok(unpacked) = $type::unpack(*words $(, *$request)?) {
                    *message = unpacked;
                    return true;
                }
                false
            }

            #[export_name = concat!(stringify!($name), "_lenient_by_rust")]
            pub extern "C" fn lenient(words: &Registers, message: &mut $type) -> bool {
                if let Ok(unpacked) = $type::unpack_lenient(*words) {
                    *message = unpacked;
                    return true;
                }
                false
            }

            #[export_name = concat!(stringify!($name), "_check_by_rust")]
            pub extern "C" fn check(words: &Registers, _request: &Registers) -> bool {
                $(let $request = _request;)?
                $type::unpack(*words $(, *$request)?).is_ok()
            }
        }
    };
}

functions!(get_version_request, GetVersionRequest);
functions!(get_version_response, GetVersionResponse, request);
functions!(retrieve_mem_request, RetrieveMemRequest);
functions!(retrieve_mem_response, RetrieveMemResponse, request);
functions!(relinquish_mem_request, RelinquishMemRequest);
functions!(relinquish_mem_response, RelinquishMemResponse, request);
functions!(service_info_request, ServiceInfoRequest);
functions!(service_info_response, ServiceInfoResponse, request);
functions!(service_call_request, ServiceCallRequest);
functions!(service_call_response, ServiceCallResponse, request);
