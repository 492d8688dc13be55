// SPDX-License-Identifier: BSD-3-Clause

//! The Rust crate behind the interface of codec/tests/c/c_codec.h, so that the C codec's tests hold it to the C++ codec
//! too. What the crate says in two ways must agree.

use std::os::raw::c_char;
use tsrpc::*;

#[repr(C)]
pub struct Unpacked {
    ok: i32,
    fields: [[u64; 2]; 15],
    packed: [u32; 5],
}

#[derive(Clone, Copy, Default)]
#[repr(C)]
pub struct Item {
    field: i32,
    register: i32,
    rule: i32,
    bits: u32,
}

#[repr(C)]
pub struct List {
    size: usize,
    items: [Item; 10],
}

#[repr(C)]
pub struct Inspected {
    message: i32,
    direction: i32,
    valid: i32,
    violations: List,
}

impl Unpacked {
    const EMPTY: Self = Self { ok: 0, fields: [[0; 2]; 15], packed: [0; 5] };

    fn new(packed: Registers) -> Self {
        Self { ok: 1, packed: packed.0, ..Self::EMPTY }
    }

    fn with(mut self, field: Field, value: u64) -> Self {
        self.fields[field as usize][0] = value;
        self
    }

    fn with_status(self, status: RpcStatus) -> Self {
        self.with(Field::RpcStatus, u64::from(status.0 as u32))
    }

    fn with_uuid(mut self, uuid: Uuid) -> Self {
        for (i, byte) in uuid.to_bytes().into_iter().enumerate() {
            self.fields[Field::ServiceUuid as usize][i / 8] |= u64::from(byte) << (8 * (i % 8));
        }
        self
    }
}

/// A message's fields and registers.
trait Show {
    fn show(&self) -> Unpacked;
}

impl Show for GetVersionRequest {
    fn show(&self) -> Unpacked {
        Unpacked::new(self.pack())
    }
}

impl Show for GetVersionResponse {
    fn show(&self) -> Unpacked {
        Unpacked::new(self.pack()).with(Field::Version, self.version.get().into())
    }
}

impl Show for RetrieveMemRequest {
    fn show(&self) -> Unpacked {
        Unpacked::new(self.pack())
            .with(Field::MemoryHandle, self.memory_handle.0)
            .with(Field::MemoryTag, self.memory_tag.0)
    }
}

impl Show for RetrieveMemResponse {
    fn show(&self) -> Unpacked {
        Unpacked::new(self.pack()).with_status(self.rpc_status)
    }
}

impl Show for RelinquishMemRequest {
    fn show(&self) -> Unpacked {
        Unpacked::new(self.pack()).with(Field::MemoryHandle, self.memory_handle.0)
    }
}

impl Show for RelinquishMemResponse {
    fn show(&self) -> Unpacked {
        Unpacked::new(self.pack()).with_status(self.rpc_status)
    }
}

impl Show for ServiceInfoRequest {
    fn show(&self) -> Unpacked {
        Unpacked::new(self.pack()).with_uuid(self.service_uuid)
    }
}

impl Show for ServiceInfoResponse {
    fn show(&self) -> Unpacked {
        Unpacked::new(self.pack()).with_status(self.rpc_status).with(Field::InterfaceId, self.interface_id.get().into())
    }
}

impl Show for ServiceCallRequest {
    fn show(&self) -> Unpacked {
        Unpacked::new(self.pack())
            .with(Field::InterfaceId, self.interface_id.get().into())
            .with(Field::Opcode, self.opcode.0.into())
            .with(Field::MemoryHandle, self.memory_handle.0)
            .with(Field::RequestLength, self.request_length.0.into())
            .with(Field::ClientId, self.client_id.0.into())
    }
}

impl Show for ServiceCallResponse {
    fn show(&self) -> Unpacked {
        Unpacked::new(self.pack())
            .with(Field::InterfaceId, self.interface_id.get().into())
            .with(Field::Opcode, self.opcode.0.into())
            .with_status(self.rpc_status)
            .with(Field::ServiceStatus, self.service_status.0.into())
            .with(Field::ResponseLength, self.response_length.0.into())
    }
}

/// What was unpacked; what refuses it must be all that is broken, a MUST among it.
fn show(unpacked: Result<impl Show, Violations>, violations: Violations) -> Unpacked {
    match unpacked {
        Ok(message) => message.show(),
        Err(refusal) => {
            assert!(refusal == violations && !refusal.is_valid());
            Unpacked::EMPTY
        }
    }
}

fn list(violations: Violations) -> List {
    let mut list = List { size: 0, items: [Item::default(); 10] };
    let mut last = None;
    for Violation { field, register, rule, bits } in violations {
        list.items[list.size] = Item { field: field as i32, register: register as i32, rule: rule as i32, bits };
        last = Some(Violation { field, register, rule, bits });
        list.size += 1;
    }
    assert_eq!((violations.len(), violations.is_empty()), (list.size, list.size == 0));
    assert_eq!((violations.get(list.size.wrapping_sub(1)), violations.get(list.size)), (last, None));
    list
}

fn show_inspection(inspection: Inspection) -> Inspected {
    Inspected {
        message: inspection.message as i32,
        direction: inspection.direction as i32,
        valid: inspection.is_valid().into(),
        violations: list(inspection.violations),
    }
}

#[no_mangle]
pub extern "C" fn c_unpack(message: i32, direction: i32, words: &[u32; 5], request: &[u32; 5]) -> Unpacked {
    let (words, request) = (Registers(*words), Registers(*request));
    macro_rules! asked {
        ($type:ident) => {
            show($type::unpack(words), $type::check(words))
        };
    }
    macro_rules! answered {
        ($type:ident) => {
            show($type::unpack(words, request), $type::check(words, request))
        };
    }
    match (message, direction) {
        (0, 0) => asked!(GetVersionRequest),
        (0, 1) => answered!(GetVersionResponse),
        (1, 0) => asked!(RetrieveMemRequest),
        (1, 1) => answered!(RetrieveMemResponse),
        (2, 0) => asked!(RelinquishMemRequest),
        (2, 1) => answered!(RelinquishMemResponse),
        (3, 0) => asked!(ServiceInfoRequest),
        (3, 1) => answered!(ServiceInfoResponse),
        (4, 0) => asked!(ServiceCallRequest),
        (4, 1) => answered!(ServiceCallResponse),
        _ => Unpacked::EMPTY,
    }
}

#[no_mangle]
pub extern "C" fn c_unpack_lenient(message: i32, direction: i32, words: &[u32; 5]) -> Unpacked {
    let words = Registers(*words);
    match (message, direction) {
        (0, 0) => show(GetVersionRequest::unpack_lenient(words), GetVersionRequest::check(words)),
        (0, 1) => show(GetVersionResponse::unpack_lenient(words), GetVersionResponse::check(words, words)),
        (1, 0) => show(RetrieveMemRequest::unpack_lenient(words), RetrieveMemRequest::check(words)),
        (1, 1) => show(RetrieveMemResponse::unpack_lenient(words), RetrieveMemResponse::check(words, words)),
        (2, 0) => show(RelinquishMemRequest::unpack_lenient(words), RelinquishMemRequest::check(words)),
        (2, 1) => show(RelinquishMemResponse::unpack_lenient(words), RelinquishMemResponse::check(words, words)),
        (3, 0) => show(ServiceInfoRequest::unpack_lenient(words), ServiceInfoRequest::check(words)),
        (3, 1) => show(ServiceInfoResponse::unpack_lenient(words), ServiceInfoResponse::check(words, words)),
        (4, 0) => show(ServiceCallRequest::unpack_lenient(words), ServiceCallRequest::check(words)),
        (4, 1) => show(ServiceCallResponse::unpack_lenient(words), ServiceCallResponse::check(words, words)),
        _ => Unpacked::EMPTY,
    }
}

#[no_mangle]
pub extern "C" fn c_check(message: i32, direction: i32, words: &[u32; 5], request: &[u32; 5]) -> List {
    let (words, request) = (Registers(*words), Registers(*request));
    list(match (message, direction) {
        (0, 0) => GetVersionRequest::check(words),
        (0, 1) => GetVersionResponse::check(words, request),
        (1, 0) => RetrieveMemRequest::check(words),
        (1, 1) => RetrieveMemResponse::check(words, request),
        (2, 0) => RelinquishMemRequest::check(words),
        (2, 1) => RelinquishMemResponse::check(words, request),
        (3, 0) => ServiceInfoRequest::check(words),
        (3, 1) => ServiceInfoResponse::check(words, request),
        (4, 0) => ServiceCallRequest::check(words),
        _ => ServiceCallResponse::check(words, request),
    })
}

#[no_mangle]
pub extern "C" fn c_inspect_request(words: &[u32; 5]) -> Inspected {
    show_inspection(inspect_request(Registers(*words)))
}

#[no_mangle]
pub extern "C" fn c_inspect_response(words: &[u32; 5], request: &[u32; 5]) -> Inspected {
    show_inspection(inspect_response(Registers(*words), Registers(*request)))
}

#[no_mangle]
pub extern "C" fn c_reject(request: &[u32; 5], rpc_status: i32, response: &mut [u32; 5]) {
    *response = reject(Registers(*request), RpcStatus(rpc_status)).0;
}

/// # Safety
///
/// `text` has `length` bytes.
#[no_mangle]
pub unsafe extern "C" fn c_parse_uuid(text: *const u8, length: usize, bytes: &mut [u8; 16]) -> i32 {
    let text = core::str::from_utf8(core::slice::from_raw_parts(text, length));
    let uuid = text.ok().and_then(|text| Uuid::parse(text).ok());
    *bytes = uuid.map_or([0; 16], Uuid::to_bytes);
    uuid.is_some().into()
}

#[no_mangle]
pub extern "C" fn c_uuid_to_text(bytes: &[u8; 16], text: &mut [u8; 37]) {
    let uuid = Uuid::from_bytes(*bytes);
    text[..36].copy_from_slice(uuid.to_string().as_bytes());
    text[36] = 0;
    assert_eq!(uuid.to_string().parse(), Ok(uuid));
}

/// Null, or a text that nobody frees.
#[no_mangle]
pub extern "C" fn c_rpc_status_name(rpc_status: i32) -> *const c_char {
    let status = RpcStatus(rpc_status);
    let shown = status.name().map_or(rpc_status.to_string(), str::to_owned);
    assert_eq!(status.to_string(), shown);
    status.name().map_or(core::ptr::null(), |name| format!("{}\0", name).into_bytes().leak().as_ptr().cast())
}

#[no_mangle]
pub extern "C" fn c_pack_management_interface_id() {
    let interface_id = InterfaceId::literal(0xff);
    let _ = ServiceInfoResponse { interface_id, rpc_status: RpcStatus::SUCCESS }.pack();
}

#[no_mangle]
pub extern "C" fn c_pack_version_zero() {
    let _ = GetVersionResponse { version: ProtocolVersion::literal(0) }.pack();
}
