// SPDX-License-Identifier: BSD-3-Clause
//
// Generated from abi/include/tsrpc/layout.hpp. After a change there: ./bazelw run //codec:update

//! The messages of ABI 3 as types: a struct a message and direction, a member a field.

use crate::abi::*;
use crate::uuid::Uuid;
use crate::violation::{row, Never, Row, Violations};
use crate::Registers;

/// GET_VERSION request: has no fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct GetVersionRequest;

impl GetVersionRequest {
    const ROWS: &'static [Row] = &[
        row(Field::Opcode, Register::W3, 0x0000_ffff, Rule::Fixed, Some(0x0000_0000), Never::Nothing),
        row(Field::InterfaceId, Register::W3, 0x00ff_0000, Rule::Fixed, Some(0x00ff_0000), Never::Nothing),
        row(Field::Flags, Register::W3, 0x3f00_0000, Rule::Fixed, Some(0x0000_0000), Never::Nothing),
        row(Field::SapRc, Register::W3, 0x4000_0000, Rule::Fixed, Some(0x0000_0000), Never::Nothing),
        row(Field::SapErr, Register::W3, 0x8000_0000, Rule::Fixed, Some(0x0000_0000), Never::Nothing),
        row(Field::Reserved, Register::W4, 0xffff_ffff, Rule::Mbz, Some(0x0000_0000), Never::Nothing),
        row(Field::Reserved, Register::W5, 0xffff_ffff, Rule::Mbz, Some(0x0000_0000), Never::Nothing),
        row(Field::Reserved, Register::W6, 0xffff_ffff, Rule::Mbz, Some(0x0000_0000), Never::Nothing),
        row(Field::Reserved, Register::W7, 0xffff_ffff, Rule::Mbz, Some(0x0000_0000), Never::Nothing),
    ];

    /// The five registers of the message, with all reserved bits 0.
    #[must_use]
    #[inline]
    pub const fn pack(&self) -> Registers {
        Registers([0x00ff_0000, 0, 0, 0, 0])
    }

    /// The message, if the words break no MUST of its table: fixed values, MBZ bits, value ranges. Broken SHOULDs do
    /// not refuse it; [`check`](Self::check) lists them.
    ///
    /// # Errors
    ///
    /// Everything that the words break, if there is a MUST among it.
    #[inline]
    pub const fn unpack(words: Registers) -> Result<Self, Violations> {
        let [w3, w4, w5, w6, w7] = words.0;
        let differing = (w3 ^ 0x00ff_0000) | w4 | w5 | w6 | w7;
        if differing == 0 {
            Ok(Self)
        } else {
            Err(Violations::new(Self::ROWS, words, words))
        }
    }

    /// The message, whatever its flags, SAP bits, reserved bits and echo, as reference receivers read it.
    ///
    /// # Errors
    ///
    /// Everything that the words break, what is overlooked included, if there is no such message: another
    /// interface id or opcode in a request, or a value that the message cannot hold.
    #[inline]
    pub const fn unpack_lenient(words: Registers) -> Result<Self, Violations> {
        let [w3, _, _, _, _] = words.0;
        let differing = (w3 & 0x00ff_ffff) ^ 0x00ff_0000;
        if differing == 0 {
            Ok(Self)
        } else {
            Err(Violations::new(Self::ROWS, words, words))
        }
    }

    /// Everything that the words break of the message's table, broken SHOULDs included.
    #[must_use]
    pub const fn check(words: Registers) -> Violations {
        Violations::new(Self::ROWS, words, words)
    }
}

/// GET_VERSION response. It has no RPC status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct GetVersionResponse {
    /// In `W4`.
    pub version: ProtocolVersion,
}

impl GetVersionResponse {
    const ROWS: &'static [Row] = &[
        row(Field::Opcode, Register::W3, 0x0000_ffff, Rule::Echo, Some(0x0000_0000), Never::Nothing),
        row(Field::InterfaceId, Register::W3, 0x00ff_0000, Rule::Echo, Some(0x00ff_0000), Never::Nothing),
        row(Field::Flags, Register::W3, 0x3f00_0000, Rule::Fixed, Some(0x0000_0000), Never::Nothing),
        row(Field::SapRc, Register::W3, 0x4000_0000, Rule::Fixed, Some(0x0000_0000), Never::Nothing),
        row(Field::SapErr, Register::W3, 0x8000_0000, Rule::Fixed, Some(0x0000_0000), Never::Nothing),
        row(Field::Version, Register::W4, 0xffff_ffff, Rule::Value, None, Never::Value(0x0000_0000)),
        row(Field::Reserved, Register::W5, 0xffff_ffff, Rule::Mbz, Some(0x0000_0000), Never::Nothing),
        row(Field::Reserved, Register::W6, 0xffff_ffff, Rule::Mbz, Some(0x0000_0000), Never::Nothing),
        row(Field::Reserved, Register::W7, 0xffff_ffff, Rule::Mbz, Some(0x0000_0000), Never::Nothing),
    ];

    /// The five registers of the message, with all reserved bits 0.
    #[must_use]
    #[inline]
    pub const fn pack(&self) -> Registers {
        Registers([0x00ff_0000, self.version.get(), 0, 0, 0])
    }

    /// The message, if the words break no MUST of its table: fixed values, MBZ bits, echo, value ranges. Broken SHOULDs do
    /// not refuse it; [`check`](Self::check) lists them.
    ///
    /// If the request is not known, pass `words` again: they echo themselves.
    ///
    /// # Errors
    ///
    /// Everything that the words break, if there is a MUST among it.
    #[inline]
    pub const fn unpack(words: Registers, request: Registers) -> Result<Self, Violations> {
        let [w3, w4, w5, w6, w7] = words.0;
        let [r3, _, _, _, _] = request.0;
        let differing = (w3 ^ 0x00ff_0000) | ((w3 ^ r3) & 0x00ff_ffff) | w5 | w6 | w7;
        let bits = w4;
        match ProtocolVersion::new(bits) {
            Some(version) if differing == 0 => Ok(Self { version }),
            _ => Err(Violations::new(Self::ROWS, words, request)),
        }
    }

    /// The message, whatever its flags, SAP bits, reserved bits and echo, as reference receivers read it.
    ///
    /// # Errors
    ///
    /// Everything that the words break, what is overlooked included, if there is no such message: another
    /// interface id or opcode in a request, or a value that the message cannot hold.
    #[inline]
    pub const fn unpack_lenient(words: Registers) -> Result<Self, Violations> {
        let [_, w4, _, _, _] = words.0;
        let bits = w4;
        match ProtocolVersion::new(bits) {
            Some(version) => Ok(Self { version }),
            _ => Err(Violations::new(Self::ROWS, words, words)),
        }
    }

    /// Everything that the words break of the message's table, broken SHOULDs included.
    #[must_use]
    pub const fn check(words: Registers, request: Registers) -> Violations {
        Violations::new(Self::ROWS, words, request)
    }
}

/// RETRIEVE_MEM request: do FFA_MEM_RETRIEVE_REQ with this handle and tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RetrieveMemRequest {
    /// In `W4`, `W5`.
    pub memory_handle: MemoryHandle,
    /// In `W6`, `W7`.
    pub memory_tag: MemoryTag,
}

impl RetrieveMemRequest {
    const ROWS: &'static [Row] = &[
        row(Field::Opcode, Register::W3, 0x0000_ffff, Rule::Fixed, Some(0x0000_0001), Never::Nothing),
        row(Field::InterfaceId, Register::W3, 0x00ff_0000, Rule::Fixed, Some(0x00ff_0000), Never::Nothing),
        row(Field::Flags, Register::W3, 0x3f00_0000, Rule::Fixed, Some(0x0000_0000), Never::Nothing),
        row(Field::SapRc, Register::W3, 0x4000_0000, Rule::Fixed, Some(0x0000_0000), Never::Nothing),
        row(Field::SapErr, Register::W3, 0x8000_0000, Rule::Fixed, Some(0x0000_0000), Never::Nothing),
        row(Field::MemoryHandle, Register::W4, 0xffff_ffff, Rule::Value, None, Never::Nothing),
        row(Field::MemoryHandle, Register::W5, 0xffff_ffff, Rule::Value, None, Never::Nothing),
        row(Field::MemoryTag, Register::W6, 0xffff_ffff, Rule::Value, None, Never::Nothing),
        row(Field::MemoryTag, Register::W7, 0xffff_ffff, Rule::Value, None, Never::Nothing),
    ];

    /// The five registers of the message, with all reserved bits 0.
    #[must_use]
    #[inline]
    pub const fn pack(&self) -> Registers {
        Registers([
            0x00ff_0001,
            self.memory_handle.0 as u32,
            (self.memory_handle.0 >> 32) as u32,
            self.memory_tag.0 as u32,
            (self.memory_tag.0 >> 32) as u32,
        ])
    }

    /// The message, if the words break no MUST of its table: fixed values, MBZ bits, value ranges. Broken SHOULDs do
    /// not refuse it; [`check`](Self::check) lists them.
    ///
    /// # Errors
    ///
    /// Everything that the words break, if there is a MUST among it.
    #[inline]
    pub const fn unpack(words: Registers) -> Result<Self, Violations> {
        let [w3, w4, w5, w6, w7] = words.0;
        let differing = w3 ^ 0x00ff_0001;
        if differing == 0 {
            Ok(Self {
                memory_handle: MemoryHandle(w4 as u64 | (w5 as u64) << 32),
                memory_tag: MemoryTag(w6 as u64 | (w7 as u64) << 32),
            })
        } else {
            Err(Violations::new(Self::ROWS, words, words))
        }
    }

    /// The message, whatever its flags, SAP bits, reserved bits and echo, as reference receivers read it.
    ///
    /// # Errors
    ///
    /// Everything that the words break, what is overlooked included, if there is no such message: another
    /// interface id or opcode in a request, or a value that the message cannot hold.
    #[inline]
    pub const fn unpack_lenient(words: Registers) -> Result<Self, Violations> {
        let [w3, w4, w5, w6, w7] = words.0;
        let differing = (w3 & 0x00ff_ffff) ^ 0x00ff_0001;
        if differing == 0 {
            Ok(Self {
                memory_handle: MemoryHandle(w4 as u64 | (w5 as u64) << 32),
                memory_tag: MemoryTag(w6 as u64 | (w7 as u64) << 32),
            })
        } else {
            Err(Violations::new(Self::ROWS, words, words))
        }
    }

    /// Everything that the words break of the message's table, broken SHOULDs included.
    #[must_use]
    pub const fn check(words: Registers) -> Violations {
        Violations::new(Self::ROWS, words, words)
    }
}

/// RETRIEVE_MEM response: whether the endpoint has the memory now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RetrieveMemResponse {
    /// In `W4`.
    pub rpc_status: RpcStatus,
}

impl RetrieveMemResponse {
    const ROWS: &'static [Row] = &[
        row(Field::Opcode, Register::W3, 0x0000_ffff, Rule::Echo, Some(0x0000_0001), Never::Nothing),
        row(Field::InterfaceId, Register::W3, 0x00ff_0000, Rule::Echo, Some(0x00ff_0000), Never::Nothing),
        row(Field::Flags, Register::W3, 0x3f00_0000, Rule::Fixed, Some(0x0000_0000), Never::Nothing),
        row(Field::SapRc, Register::W3, 0x4000_0000, Rule::Fixed, Some(0x0000_0000), Never::Nothing),
        row(Field::SapErr, Register::W3, 0x8000_0000, Rule::Fixed, Some(0x0000_0000), Never::Nothing),
        row(Field::RpcStatus, Register::W4, 0xffff_ffff, Rule::Value, None, Never::Nothing),
        row(Field::Reserved, Register::W5, 0xffff_ffff, Rule::Mbz, Some(0x0000_0000), Never::Nothing),
        row(Field::Reserved, Register::W6, 0xffff_ffff, Rule::Mbz, Some(0x0000_0000), Never::Nothing),
        row(Field::Reserved, Register::W7, 0xffff_ffff, Rule::Mbz, Some(0x0000_0000), Never::Nothing),
    ];

    /// The five registers of the message, with all reserved bits 0.
    #[must_use]
    #[inline]
    pub const fn pack(&self) -> Registers {
        Registers([0x00ff_0001, self.rpc_status.0 as u32, 0, 0, 0])
    }

    /// The message, if the words break no MUST of its table: fixed values, MBZ bits, echo, value ranges. Broken SHOULDs do
    /// not refuse it; [`check`](Self::check) lists them.
    ///
    /// If the request is not known, pass `words` again: they echo themselves.
    ///
    /// # Errors
    ///
    /// Everything that the words break, if there is a MUST among it.
    #[inline]
    pub const fn unpack(words: Registers, request: Registers) -> Result<Self, Violations> {
        let [w3, w4, w5, w6, w7] = words.0;
        let [r3, _, _, _, _] = request.0;
        let differing = (w3 ^ 0x00ff_0001) | ((w3 ^ r3) & 0x00ff_ffff) | w5 | w6 | w7;
        if differing == 0 {
            Ok(Self { rpc_status: RpcStatus(w4 as i32) })
        } else {
            Err(Violations::new(Self::ROWS, words, request))
        }
    }

    /// The message, whatever its flags, SAP bits, reserved bits and echo, as reference receivers read it.
    ///
    /// # Errors
    ///
    /// Everything that the words break, what is overlooked included, if there is no such message: another
    /// interface id or opcode in a request, or a value that the message cannot hold.
    #[inline]
    pub const fn unpack_lenient(words: Registers) -> Result<Self, Violations> {
        let [_, w4, _, _, _] = words.0;
        Ok(Self { rpc_status: RpcStatus(w4 as i32) })
    }

    /// Everything that the words break of the message's table, broken SHOULDs included.
    #[must_use]
    pub const fn check(words: Registers, request: Registers) -> Violations {
        Violations::new(Self::ROWS, words, request)
    }
}

/// RELINQ_MEM request: do FFA_MEM_RELINQUISH with this handle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RelinquishMemRequest {
    /// In `W4`, `W5`.
    pub memory_handle: MemoryHandle,
}

impl RelinquishMemRequest {
    const ROWS: &'static [Row] = &[
        row(Field::Opcode, Register::W3, 0x0000_ffff, Rule::Fixed, Some(0x0000_0002), Never::Nothing),
        row(Field::InterfaceId, Register::W3, 0x00ff_0000, Rule::Fixed, Some(0x00ff_0000), Never::Nothing),
        row(Field::Flags, Register::W3, 0x3f00_0000, Rule::Fixed, Some(0x0000_0000), Never::Nothing),
        row(Field::SapRc, Register::W3, 0x4000_0000, Rule::Fixed, Some(0x0000_0000), Never::Nothing),
        row(Field::SapErr, Register::W3, 0x8000_0000, Rule::Fixed, Some(0x0000_0000), Never::Nothing),
        row(Field::MemoryHandle, Register::W4, 0xffff_ffff, Rule::Value, None, Never::Nothing),
        row(Field::MemoryHandle, Register::W5, 0xffff_ffff, Rule::Value, None, Never::Nothing),
        row(Field::Reserved, Register::W6, 0xffff_ffff, Rule::Mbz, Some(0x0000_0000), Never::Nothing),
        row(Field::Reserved, Register::W7, 0xffff_ffff, Rule::Mbz, Some(0x0000_0000), Never::Nothing),
    ];

    /// The five registers of the message, with all reserved bits 0.
    #[must_use]
    #[inline]
    pub const fn pack(&self) -> Registers {
        Registers([0x00ff_0002, self.memory_handle.0 as u32, (self.memory_handle.0 >> 32) as u32, 0, 0])
    }

    /// The message, if the words break no MUST of its table: fixed values, MBZ bits, value ranges. Broken SHOULDs do
    /// not refuse it; [`check`](Self::check) lists them.
    ///
    /// # Errors
    ///
    /// Everything that the words break, if there is a MUST among it.
    #[inline]
    pub const fn unpack(words: Registers) -> Result<Self, Violations> {
        let [w3, w4, w5, w6, w7] = words.0;
        let differing = (w3 ^ 0x00ff_0002) | w6 | w7;
        if differing == 0 {
            Ok(Self { memory_handle: MemoryHandle(w4 as u64 | (w5 as u64) << 32) })
        } else {
            Err(Violations::new(Self::ROWS, words, words))
        }
    }

    /// The message, whatever its flags, SAP bits, reserved bits and echo, as reference receivers read it.
    ///
    /// # Errors
    ///
    /// Everything that the words break, what is overlooked included, if there is no such message: another
    /// interface id or opcode in a request, or a value that the message cannot hold.
    #[inline]
    pub const fn unpack_lenient(words: Registers) -> Result<Self, Violations> {
        let [w3, w4, w5, _, _] = words.0;
        let differing = (w3 & 0x00ff_ffff) ^ 0x00ff_0002;
        if differing == 0 {
            Ok(Self { memory_handle: MemoryHandle(w4 as u64 | (w5 as u64) << 32) })
        } else {
            Err(Violations::new(Self::ROWS, words, words))
        }
    }

    /// Everything that the words break of the message's table, broken SHOULDs included.
    #[must_use]
    pub const fn check(words: Registers) -> Violations {
        Violations::new(Self::ROWS, words, words)
    }
}

/// RELINQ_MEM response: whether the endpoint gave the memory up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RelinquishMemResponse {
    /// In `W4`.
    pub rpc_status: RpcStatus,
}

impl RelinquishMemResponse {
    const ROWS: &'static [Row] = &[
        row(Field::Opcode, Register::W3, 0x0000_ffff, Rule::Echo, Some(0x0000_0002), Never::Nothing),
        row(Field::InterfaceId, Register::W3, 0x00ff_0000, Rule::Echo, Some(0x00ff_0000), Never::Nothing),
        row(Field::Flags, Register::W3, 0x3f00_0000, Rule::Fixed, Some(0x0000_0000), Never::Nothing),
        row(Field::SapRc, Register::W3, 0x4000_0000, Rule::Fixed, Some(0x0000_0000), Never::Nothing),
        row(Field::SapErr, Register::W3, 0x8000_0000, Rule::Fixed, Some(0x0000_0000), Never::Nothing),
        row(Field::RpcStatus, Register::W4, 0xffff_ffff, Rule::Value, None, Never::Nothing),
        row(Field::Reserved, Register::W5, 0xffff_ffff, Rule::Mbz, Some(0x0000_0000), Never::Nothing),
        row(Field::Reserved, Register::W6, 0xffff_ffff, Rule::Mbz, Some(0x0000_0000), Never::Nothing),
        row(Field::Reserved, Register::W7, 0xffff_ffff, Rule::Mbz, Some(0x0000_0000), Never::Nothing),
    ];

    /// The five registers of the message, with all reserved bits 0.
    #[must_use]
    #[inline]
    pub const fn pack(&self) -> Registers {
        Registers([0x00ff_0002, self.rpc_status.0 as u32, 0, 0, 0])
    }

    /// The message, if the words break no MUST of its table: fixed values, MBZ bits, echo, value ranges. Broken SHOULDs do
    /// not refuse it; [`check`](Self::check) lists them.
    ///
    /// If the request is not known, pass `words` again: they echo themselves.
    ///
    /// # Errors
    ///
    /// Everything that the words break, if there is a MUST among it.
    #[inline]
    pub const fn unpack(words: Registers, request: Registers) -> Result<Self, Violations> {
        let [w3, w4, w5, w6, w7] = words.0;
        let [r3, _, _, _, _] = request.0;
        let differing = (w3 ^ 0x00ff_0002) | ((w3 ^ r3) & 0x00ff_ffff) | w5 | w6 | w7;
        if differing == 0 {
            Ok(Self { rpc_status: RpcStatus(w4 as i32) })
        } else {
            Err(Violations::new(Self::ROWS, words, request))
        }
    }

    /// The message, whatever its flags, SAP bits, reserved bits and echo, as reference receivers read it.
    ///
    /// # Errors
    ///
    /// Everything that the words break, what is overlooked included, if there is no such message: another
    /// interface id or opcode in a request, or a value that the message cannot hold.
    #[inline]
    pub const fn unpack_lenient(words: Registers) -> Result<Self, Violations> {
        let [_, w4, _, _, _] = words.0;
        Ok(Self { rpc_status: RpcStatus(w4 as i32) })
    }

    /// Everything that the words break of the message's table, broken SHOULDs included.
    #[must_use]
    pub const fn check(words: Registers, request: Registers) -> Violations {
        Violations::new(Self::ROWS, words, request)
    }
}

/// SERVICE_INFO request: which interface id has the service?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ServiceInfoRequest {
    /// In `W4`, `W5`, `W6`, `W7`.
    pub service_uuid: Uuid,
}

impl ServiceInfoRequest {
    const ROWS: &'static [Row] = &[
        row(Field::Opcode, Register::W3, 0x0000_ffff, Rule::Fixed, Some(0x0000_0003), Never::Nothing),
        row(Field::InterfaceId, Register::W3, 0x00ff_0000, Rule::Fixed, Some(0x00ff_0000), Never::Nothing),
        row(Field::Flags, Register::W3, 0x3f00_0000, Rule::Fixed, Some(0x0000_0000), Never::Nothing),
        row(Field::SapRc, Register::W3, 0x4000_0000, Rule::Fixed, Some(0x0000_0000), Never::Nothing),
        row(Field::SapErr, Register::W3, 0x8000_0000, Rule::Fixed, Some(0x0000_0000), Never::Nothing),
        row(Field::ServiceUuid, Register::W4, 0xffff_ffff, Rule::Value, None, Never::Nothing),
        row(Field::ServiceUuid, Register::W5, 0xffff_ffff, Rule::Value, None, Never::Nothing),
        row(Field::ServiceUuid, Register::W6, 0xffff_ffff, Rule::Value, None, Never::Nothing),
        row(Field::ServiceUuid, Register::W7, 0xffff_ffff, Rule::Value, None, Never::Nothing),
    ];

    /// The five registers of the message, with all reserved bits 0.
    #[must_use]
    #[inline]
    pub const fn pack(&self) -> Registers {
        Registers([
            0x00ff_0003,
            self.service_uuid.word(0),
            self.service_uuid.word(1),
            self.service_uuid.word(2),
            self.service_uuid.word(3),
        ])
    }

    /// The message, if the words break no MUST of its table: fixed values, MBZ bits, value ranges. Broken SHOULDs do
    /// not refuse it; [`check`](Self::check) lists them.
    ///
    /// # Errors
    ///
    /// Everything that the words break, if there is a MUST among it.
    #[inline]
    pub const fn unpack(words: Registers) -> Result<Self, Violations> {
        let [w3, w4, w5, w6, w7] = words.0;
        let differing = w3 ^ 0x00ff_0003;
        if differing == 0 {
            Ok(Self { service_uuid: Uuid::from_words([w4, w5, w6, w7]) })
        } else {
            Err(Violations::new(Self::ROWS, words, words))
        }
    }

    /// The message, whatever its flags, SAP bits, reserved bits and echo, as reference receivers read it.
    ///
    /// # Errors
    ///
    /// Everything that the words break, what is overlooked included, if there is no such message: another
    /// interface id or opcode in a request, or a value that the message cannot hold.
    #[inline]
    pub const fn unpack_lenient(words: Registers) -> Result<Self, Violations> {
        let [w3, w4, w5, w6, w7] = words.0;
        let differing = (w3 & 0x00ff_ffff) ^ 0x00ff_0003;
        if differing == 0 {
            Ok(Self { service_uuid: Uuid::from_words([w4, w5, w6, w7]) })
        } else {
            Err(Violations::new(Self::ROWS, words, words))
        }
    }

    /// Everything that the words break of the message's table, broken SHOULDs included.
    #[must_use]
    pub const fn check(words: Registers) -> Violations {
        Violations::new(Self::ROWS, words, words)
    }
}

/// SERVICE_INFO response. The interface id means something only if the RPC status is SUCCESS; send 0 otherwise (ABI 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ServiceInfoResponse {
    /// In `W4`.
    pub rpc_status: RpcStatus,
    /// In `W5[7:0]`.
    pub interface_id: InterfaceId,
}

impl ServiceInfoResponse {
    const ROWS: &'static [Row] = &[
        row(Field::Opcode, Register::W3, 0x0000_ffff, Rule::Echo, Some(0x0000_0003), Never::Nothing),
        row(Field::InterfaceId, Register::W3, 0x00ff_0000, Rule::Echo, Some(0x00ff_0000), Never::Nothing),
        row(Field::Flags, Register::W3, 0x3f00_0000, Rule::Fixed, Some(0x0000_0000), Never::Nothing),
        row(Field::SapRc, Register::W3, 0x4000_0000, Rule::Fixed, Some(0x0000_0000), Never::Nothing),
        row(Field::SapErr, Register::W3, 0x8000_0000, Rule::Fixed, Some(0x0000_0000), Never::Nothing),
        row(Field::RpcStatus, Register::W4, 0xffff_ffff, Rule::Value, None, Never::Nothing),
        row(Field::InterfaceId, Register::W5, 0x0000_00ff, Rule::Value, None, Never::Value(0x0000_00ff)),
        row(Field::Reserved, Register::W5, 0xffff_ff00, Rule::Res, Some(0x0000_0000), Never::Nothing),
        row(Field::Reserved, Register::W6, 0xffff_ffff, Rule::Mbz, Some(0x0000_0000), Never::Nothing),
        row(Field::Reserved, Register::W7, 0xffff_ffff, Rule::Mbz, Some(0x0000_0000), Never::Nothing),
    ];

    /// The five registers of the message, with all reserved bits 0.
    #[must_use]
    #[inline]
    pub const fn pack(&self) -> Registers {
        Registers([0x00ff_0003, self.rpc_status.0 as u32, self.interface_id.get() as u32, 0, 0])
    }

    /// The message, if the words break no MUST of its table: fixed values, MBZ bits, echo, value ranges. Broken SHOULDs do
    /// not refuse it; [`check`](Self::check) lists them.
    ///
    /// If the request is not known, pass `words` again: they echo themselves.
    ///
    /// # Errors
    ///
    /// Everything that the words break, if there is a MUST among it.
    #[inline]
    pub const fn unpack(words: Registers, request: Registers) -> Result<Self, Violations> {
        let [w3, w4, w5, w6, w7] = words.0;
        let [r3, _, _, _, _] = request.0;
        let differing = (w3 ^ 0x00ff_0003) | ((w3 ^ r3) & 0x00ff_ffff) | w6 | w7;
        let bits = (w5 & 0x0000_00ff) as u8;
        match InterfaceId::new(bits) {
            Some(interface_id) if differing == 0 => Ok(Self { rpc_status: RpcStatus(w4 as i32), interface_id }),
            _ => Err(Violations::new(Self::ROWS, words, request)),
        }
    }

    /// The message, whatever its flags, SAP bits, reserved bits and echo, as reference receivers read it.
    ///
    /// After an RPC error the interface id means nothing: 0xff is then taken too, and reads as 0.
    ///
    /// # Errors
    ///
    /// Everything that the words break, what is overlooked included, if there is no such message: another
    /// interface id or opcode in a request, or a value that the message cannot hold.
    #[inline]
    pub const fn unpack_lenient(words: Registers) -> Result<Self, Violations> {
        let [_, w4, w5, _, _] = words.0;
        let bits = match (w5 & 0x0000_00ff) as u8 {
            0xff if w4 as i32 != RpcStatus::SUCCESS.0 => 0,
            bits => bits,
        };
        match InterfaceId::new(bits) {
            Some(interface_id) => Ok(Self { rpc_status: RpcStatus(w4 as i32), interface_id }),
            _ => Err(Violations::new(Self::ROWS, words, words)),
        }
    }

    /// Everything that the words break of the message's table, broken SHOULDs included.
    #[must_use]
    pub const fn check(words: Registers, request: Registers) -> Violations {
        Violations::new(Self::ROWS, words, request)
    }
}

/// A call to a service. A doorbell, a call without shared memory, has handle [`MemoryHandle::NO_MEMORY`] and request
/// length 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ServiceCallRequest {
    /// In `W3[15:0]`.
    pub opcode: Opcode,
    /// In `W3[23:16]`.
    pub interface_id: InterfaceId,
    /// In `W4`, `W5`.
    pub memory_handle: MemoryHandle,
    /// In `W6`.
    pub request_length: RequestLength,
    /// In `W7`.
    pub client_id: ClientId,
}

impl ServiceCallRequest {
    const ROWS: &'static [Row] = &[
        row(Field::Opcode, Register::W3, 0x0000_ffff, Rule::Value, None, Never::Nothing),
        row(Field::InterfaceId, Register::W3, 0x00ff_0000, Rule::Value, None, Never::Value(0x00ff_0000)),
        row(Field::Flags, Register::W3, 0x3f00_0000, Rule::Fixed, Some(0x0000_0000), Never::Nothing),
        row(Field::SapRc, Register::W3, 0x4000_0000, Rule::Fixed, Some(0x0000_0000), Never::Nothing),
        row(Field::SapErr, Register::W3, 0x8000_0000, Rule::Fixed, Some(0x0000_0000), Never::Nothing),
        row(Field::MemoryHandle, Register::W4, 0xffff_ffff, Rule::Value, None, Never::Nothing),
        row(Field::MemoryHandle, Register::W5, 0xffff_ffff, Rule::Value, None, Never::Nothing),
        row(
            Field::RequestLength,
            Register::W6,
            0xffff_ffff,
            Rule::Value,
            None,
            Never::NonZeroBeside {
                mask: [0, 0xffff_ffff, 0xffff_ffff, 0, 0],
                value: [0, 0xffff_ffff, 0xffff_ffff, 0, 0],
            },
        ),
        row(Field::ClientId, Register::W7, 0xffff_ffff, Rule::Value, None, Never::Nothing),
    ];

    /// The five registers of the message, with all reserved bits 0.
    #[must_use]
    #[inline]
    pub const fn pack(&self) -> Registers {
        Registers([
            self.opcode.0 as u32 | (self.interface_id.get() as u32) << 16,
            self.memory_handle.0 as u32,
            (self.memory_handle.0 >> 32) as u32,
            self.request_length.0,
            self.client_id.0,
        ])
    }

    /// The message, if the words break no MUST of its table: fixed values, MBZ bits, value ranges. Broken SHOULDs do
    /// not refuse it; [`check`](Self::check) lists them.
    ///
    /// # Errors
    ///
    /// Everything that the words break, if there is a MUST among it.
    #[inline]
    pub const fn unpack(words: Registers) -> Result<Self, Violations> {
        let [w3, w4, w5, w6, w7] = words.0;
        let differing = w3 & 0xff00_0000;
        let is_doorbell = w4 as u64 | (w5 as u64) << 32 == MemoryHandle::NO_MEMORY.0;
        let bits = ((w3 & 0x00ff_0000) >> 16) as u8;
        match InterfaceId::new(bits) {
            Some(interface_id) if differing == 0 && !(is_doorbell && w6 != 0) => Ok(Self {
                opcode: Opcode((w3 & 0x0000_ffff) as u16),
                interface_id,
                memory_handle: MemoryHandle(w4 as u64 | (w5 as u64) << 32),
                request_length: RequestLength(w6),
                client_id: ClientId(w7),
            }),
            _ => Err(Violations::new(Self::ROWS, words, words)),
        }
    }

    /// The message, whatever its flags, SAP bits, reserved bits and echo, as reference receivers read it.
    ///
    /// # Errors
    ///
    /// Everything that the words break, what is overlooked included, if there is no such message: another
    /// interface id or opcode in a request, or a value that the message cannot hold.
    #[inline]
    pub const fn unpack_lenient(words: Registers) -> Result<Self, Violations> {
        let [w3, w4, w5, w6, w7] = words.0;
        let bits = ((w3 & 0x00ff_0000) >> 16) as u8;
        match InterfaceId::new(bits) {
            Some(interface_id) => Ok(Self {
                opcode: Opcode((w3 & 0x0000_ffff) as u16),
                interface_id,
                memory_handle: MemoryHandle(w4 as u64 | (w5 as u64) << 32),
                request_length: RequestLength(w6),
                client_id: ClientId(w7),
            }),
            _ => Err(Violations::new(Self::ROWS, words, words)),
        }
    }

    /// Everything that the words break of the message's table, broken SHOULDs included.
    #[must_use]
    pub const fn check(words: Registers) -> Violations {
        Violations::new(Self::ROWS, words, words)
    }
}

/// The answer to a call: interface id and opcode are the request's. After an RPC error the rest is 0 (ABI 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ServiceCallResponse {
    /// In `W3[15:0]`.
    pub opcode: Opcode,
    /// In `W3[23:16]`.
    pub interface_id: InterfaceId,
    /// In `W4`.
    pub rpc_status: RpcStatus,
    /// In `W5`.
    pub service_status: ServiceStatus,
    /// In `W6`.
    pub response_length: ResponseLength,
}

impl ServiceCallResponse {
    const ROWS: &'static [Row] = &[
        row(Field::Opcode, Register::W3, 0x0000_ffff, Rule::Echo, None, Never::Nothing),
        row(Field::InterfaceId, Register::W3, 0x00ff_0000, Rule::Echo, None, Never::Value(0x00ff_0000)),
        row(Field::Flags, Register::W3, 0x3f00_0000, Rule::Fixed, Some(0x0000_0000), Never::Nothing),
        row(Field::SapRc, Register::W3, 0x4000_0000, Rule::Fixed, Some(0x0000_0000), Never::Nothing),
        row(Field::SapErr, Register::W3, 0x8000_0000, Rule::Fixed, Some(0x0000_0000), Never::Nothing),
        row(Field::RpcStatus, Register::W4, 0xffff_ffff, Rule::Value, None, Never::Nothing),
        row(Field::ServiceStatus, Register::W5, 0xffff_ffff, Rule::Value, None, Never::Nothing),
        row(Field::ResponseLength, Register::W6, 0xffff_ffff, Rule::Value, None, Never::Nothing),
        row(Field::Reserved, Register::W7, 0xffff_ffff, Rule::Res, Some(0x0000_0000), Never::Nothing),
    ];

    /// The five registers of the message, with all reserved bits 0.
    #[must_use]
    #[inline]
    pub const fn pack(&self) -> Registers {
        Registers([
            self.opcode.0 as u32 | (self.interface_id.get() as u32) << 16,
            self.rpc_status.0 as u32,
            self.service_status.0,
            self.response_length.0,
            0,
        ])
    }

    /// The message, if the words break no MUST of its table: fixed values, MBZ bits, echo, value ranges. Broken SHOULDs do
    /// not refuse it; [`check`](Self::check) lists them.
    ///
    /// If the request is not known, pass `words` again: they echo themselves.
    ///
    /// # Errors
    ///
    /// Everything that the words break, if there is a MUST among it.
    #[inline]
    pub const fn unpack(words: Registers, request: Registers) -> Result<Self, Violations> {
        let [w3, w4, w5, w6, _] = words.0;
        let [r3, _, _, _, _] = request.0;
        let differing = (w3 & 0xff00_0000) | ((w3 ^ r3) & 0x00ff_ffff);
        let bits = ((w3 & 0x00ff_0000) >> 16) as u8;
        match InterfaceId::new(bits) {
            Some(interface_id) if differing == 0 => Ok(Self {
                opcode: Opcode((w3 & 0x0000_ffff) as u16),
                interface_id,
                rpc_status: RpcStatus(w4 as i32),
                service_status: ServiceStatus(w5),
                response_length: ResponseLength(w6),
            }),
            _ => Err(Violations::new(Self::ROWS, words, request)),
        }
    }

    /// The message, whatever its flags, SAP bits, reserved bits and echo, as reference receivers read it.
    ///
    /// # Errors
    ///
    /// Everything that the words break, what is overlooked included, if there is no such message: another
    /// interface id or opcode in a request, or a value that the message cannot hold.
    #[inline]
    pub const fn unpack_lenient(words: Registers) -> Result<Self, Violations> {
        let [w3, w4, w5, w6, _] = words.0;
        let bits = ((w3 & 0x00ff_0000) >> 16) as u8;
        match InterfaceId::new(bits) {
            Some(interface_id) => Ok(Self {
                opcode: Opcode((w3 & 0x0000_ffff) as u16),
                interface_id,
                rpc_status: RpcStatus(w4 as i32),
                service_status: ServiceStatus(w5),
                response_length: ResponseLength(w6),
            }),
            _ => Err(Violations::new(Self::ROWS, words, words)),
        }
    }

    /// Everything that the words break of the message's table, broken SHOULDs included.
    #[must_use]
    pub const fn check(words: Registers, request: Registers) -> Violations {
        Violations::new(Self::ROWS, words, request)
    }
}

impl Message {
    /// The message of a request, by its interface id and opcode alone (ABI 2 and 3).
    #[must_use]
    #[inline]
    pub const fn classify(request: Registers) -> Self {
        match request.0[0] & 0x00ff_ffff {
            0x00ff_0000 => Self::GetVersion,
            0x00ff_0001 => Self::RetrieveMem,
            0x00ff_0002 => Self::RelinquishMem,
            0x00ff_0003 => Self::ServiceInfo,
            bits if bits & 0x00ff_0000 == 0x00ff_0000 => Self::Unknown,
            _ => Self::ServiceCall,
        }
    }
}

/// Of a management opcode that no message has.
const UNKNOWN_ROWS: &[Row] = &[
    row(Field::Opcode, Register::W3, 0x0000_ffff, Rule::Fixed, None, Never::Anything),
    row(Field::Flags, Register::W3, 0x3f00_0000, Rule::Fixed, Some(0x0000_0000), Never::Nothing),
    row(Field::SapRc, Register::W3, 0x4000_0000, Rule::Fixed, Some(0x0000_0000), Never::Nothing),
    row(Field::SapErr, Register::W3, 0x8000_0000, Rule::Fixed, Some(0x0000_0000), Never::Nothing),
];

/// The table of a message in a direction.
pub(crate) const fn rows_of(message: Message, direction: Direction) -> &'static [Row] {
    match (message, direction) {
        (Message::GetVersion, Direction::Request) => GetVersionRequest::ROWS,
        (Message::GetVersion, Direction::Response) => GetVersionResponse::ROWS,
        (Message::RetrieveMem, Direction::Request) => RetrieveMemRequest::ROWS,
        (Message::RetrieveMem, Direction::Response) => RetrieveMemResponse::ROWS,
        (Message::RelinquishMem, Direction::Request) => RelinquishMemRequest::ROWS,
        (Message::RelinquishMem, Direction::Response) => RelinquishMemResponse::ROWS,
        (Message::ServiceInfo, Direction::Request) => ServiceInfoRequest::ROWS,
        (Message::ServiceInfo, Direction::Response) => ServiceInfoResponse::ROWS,
        (Message::ServiceCall, Direction::Request) => ServiceCallRequest::ROWS,
        (Message::ServiceCall, Direction::Response) => ServiceCallResponse::ROWS,
        (Message::Unknown, _) => UNKNOWN_ROWS,
    }
}

/// How an endpoint refuses any request: its interface id and opcode, the status, and 0 in every other
/// register (ABI 4). GET_VERSION, whose response has no status, cannot be refused: it is answered.
///
/// # Panics
///
/// If the status is SUCCESS.
#[must_use]
#[inline]
pub const fn reject(request: Registers, status: RpcStatus) -> Registers {
    assert!(status.0 != RpcStatus::SUCCESS.0, "SUCCESS refuses nothing");
    let control = request.0[0] & 0x00ff_ffff;
    let answer = if control == 0x00ff_0000 { PROTOCOL_VERSION.get() } else { status.0 as u32 };
    Registers([control, answer, 0, 0, 0])
}
