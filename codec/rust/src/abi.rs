// SPDX-License-Identifier: BSD-3-Clause
//
// Generated from abi/include/tsrpc. After a change there: ./bazelw run //codec:update

//! The names, types and constants of the ABI.

use crate::uuid::Uuid;
use crate::value::{names, number, number_but, number_but_zero};

names! {
    /// The argument registers that TS-RPC owns (ABI 1).
    Register {
        /// `Registers.0[0]`.
        W3 = "W3",
        /// `Registers.0[1]`.
        W4 = "W4",
        /// `Registers.0[2]`.
        W5 = "W5",
        /// `Registers.0[3]`.
        W6 = "W6",
        /// `Registers.0[4]`.
        W7 = "W7",
    }
}

names! {
    /// Which way a message goes (ABI 1).
    Direction {
        /// From the caller to the endpoint.
        Request = "request",
        /// Back.
        Response = "response",
    }
}

names! {
    /// The five operations (ABI 3).
    Message {
        /// [`GetVersionRequest`](crate::GetVersionRequest) and its response.
        GetVersion = "get_version",
        /// [`RetrieveMemRequest`](crate::RetrieveMemRequest) and its response.
        RetrieveMem = "retrieve_mem",
        /// [`RelinquishMemRequest`](crate::RelinquishMemRequest) and its response.
        RelinquishMem = "relinquish_mem",
        /// [`ServiceInfoRequest`](crate::ServiceInfoRequest) and its response.
        ServiceInfo = "service_info",
        /// [`ServiceCallRequest`](crate::ServiceCallRequest) and its response.
        ServiceCall = "service_call",
        /// A management opcode that this version does not define.
        Unknown = "unknown",
    }
}

names! {
    /// What the bits of a row of the ABI's tables must be.
    Rule {
        /// The field's value.
        Value = "value",
        /// One constant.
        Fixed = "fixed",
        /// Zero: "Reserved (MBZ)" in the ABI document.
        Mbz = "MBZ",
        /// Zero from a careful sender: "Reserved" with no MBZ, hence a SHOULD.
        Res = "RES",
        /// The same bits of the request.
        Echo = "echo",
    }
}

names! {
    /// The fields of all messages (ABI 2 and 3).
    Field {
        /// The operation of a service (ABI 2).
        Opcode = "opcode",
        /// The interface id of a service: 0 to 0xfe (ABI 2).
        InterfaceId = "interface_id",
        /// Flags, 0 in version 1 (ABI 2).
        Flags = "flags",
        /// SAP_RC, 0 in version 1 (ABI 2).
        SapRc = "sap_rc",
        /// SAP_ERR, 0 in version 1 (ABI 2).
        SapErr = "sap_err",
        /// A version of the protocol: 1 and up (ABI 3).
        Version = "version",
        /// FF-A's name of a region of shared memory (ABI 3).
        MemoryHandle = "memory_handle",
        /// FF-A's tag of a region of shared memory (ABI 3).
        MemoryTag = "memory_tag",
        /// Which service (ABI 3 and 6).
        ServiceUuid = "service_uuid",
        /// Bytes of the shared memory that hold the request (ABI 3).
        RequestLength = "request_length",
        /// The client; the driver sends 0 (ABI 3).
        ClientId = "client_id",
        /// How the request's delivery went (ABI 3). Open: any number is kept as it is.
        RpcStatus = "rpc_status",
        /// The service's own status; means something after RPC SUCCESS (ABI 3).
        ServiceStatus = "service_status",
        /// Bytes of the shared memory that hold the response (ABI 3).
        ResponseLength = "response_length",
        /// Bits that no field has.
        Reserved = "reserved",
    }
}

number! {
    /// The operation of a service (ABI 2).
    Opcode(u16)
}

number_but! {
    /// The interface id of a service: 0 to 0xfe (ABI 2).
    InterfaceId(u8) != 0xff
}

number_but_zero! {
    /// A version of the protocol: 1 and up (ABI 3).
    ProtocolVersion(u32, core::num::NonZeroU32)
}

number! {
    /// FF-A's name of a region of shared memory (ABI 3).
    MemoryHandle(u64)
}

number! {
    /// FF-A's tag of a region of shared memory (ABI 3).
    MemoryTag(u64)
}

number! {
    /// Bytes of the shared memory that hold the request (ABI 3).
    RequestLength(u32)
}

number! {
    /// The client; the driver sends 0 (ABI 3).
    ClientId(u32)
}

number! {
    /// How the request's delivery went (ABI 3). Open: any number is kept as it is.
    RpcStatus(i32)
}

number! {
    /// The service's own status; means something after RPC SUCCESS (ABI 3).
    ServiceStatus(u32)
}

number! {
    /// Bytes of the shared memory that hold the response (ABI 3).
    ResponseLength(u32)
}

impl RpcStatus {
    /// SUCCESS (ABI 3).
    pub const SUCCESS: Self = Self(0);
    /// INTERNAL (ABI 3).
    pub const INTERNAL: Self = Self(-1);
    /// INVALID_VALUE (ABI 3).
    pub const INVALID_VALUE: Self = Self(-2);
    /// NOT_FOUND (ABI 3).
    pub const NOT_FOUND: Self = Self(-3);
    /// INVALID_STATE (ABI 3).
    pub const INVALID_STATE: Self = Self(-4);
    /// TRANSPORT_LAYER (ABI 3).
    pub const TRANSPORT_LAYER: Self = Self(-5);
    /// INVALID_REQUEST_BODY (ABI 3).
    pub const INVALID_REQUEST_BODY: Self = Self(-6);
    /// INVALID_RESPONSE_BODY (ABI 3).
    pub const INVALID_RESPONSE_BODY: Self = Self(-7);
    /// RESOURCE_FAILURE (ABI 3).
    pub const RESOURCE_FAILURE: Self = Self(-8);

    /// The ABI's name of the status, or `None` if version 1 does not define it.
    #[must_use]
    pub const fn name(self) -> Option<&'static str> {
        match self {
            Self::SUCCESS => Some("SUCCESS"),
            Self::INTERNAL => Some("INTERNAL"),
            Self::INVALID_VALUE => Some("INVALID_VALUE"),
            Self::NOT_FOUND => Some("NOT_FOUND"),
            Self::INVALID_STATE => Some("INVALID_STATE"),
            Self::TRANSPORT_LAYER => Some("TRANSPORT_LAYER"),
            Self::INVALID_REQUEST_BODY => Some("INVALID_REQUEST_BODY"),
            Self::INVALID_RESPONSE_BODY => Some("INVALID_RESPONSE_BODY"),
            Self::RESOURCE_FAILURE => Some("RESOURCE_FAILURE"),
            _ => None,
        }
    }
}

/// The protocol version of this ABI: what GET_VERSION answers (ABI 0).
pub const PROTOCOL_VERSION: ProtocolVersion = ProtocolVersion::literal(1);

/// FF-A pages, the unit of shared memory, in bytes (ABI 4).
pub const PAGE_SIZE: u32 = 4096;

/// The FF-A UUID that every TS-RPC SP has (ABI 1).
pub const PROTOCOL_UUID: Uuid = Uuid::literal("bdcd76d7-825e-4751-963b-86d4f84943ac");

impl MemoryHandle {
    /// The handle of a call without shared memory, a doorbell (ABI 3).
    pub const NO_MEMORY: Self = Self(0xffff_ffff_ffff_ffff);
}

/// The UUIDs of well-known services (ABI 6).
pub mod services {
    use crate::Uuid;

    /// PSA Crypto.
    pub const PSA_CRYPTO: Uuid = Uuid::literal("d9df52d5-16a2-4bb2-9aa4-d26d3b84e8c0");

    /// PSA Crypto, protobuf encoding.
    pub const PSA_CRYPTO_PROTOBUF_ENCODING: Uuid = Uuid::literal("6ba9de75-393e-4c7f-aabb-7f71cc6b142e");

    /// PSA Internal Trusted Storage.
    pub const PSA_INTERNAL_TRUSTED_STORAGE: Uuid = Uuid::literal("dc1eef48-b17a-4ccf-ac8b-dfcff7711b14");

    /// PSA Protected Storage.
    pub const PSA_PROTECTED_STORAGE: Uuid = Uuid::literal("751bf801-3dde-4768-a514-0f10aeed1790");

    /// PSA Initial Attestation.
    pub const PSA_INITIAL_ATTESTATION: Uuid = Uuid::literal("a1baf155-8876-4695-8f7c-54955e8db974");

    /// Block storage.
    pub const BLOCK_STORAGE: Uuid = Uuid::literal("63646e80-eb52-462f-ac4f-8cdf3987519c");

    /// Firmware update.
    pub const FIRMWARE_UPDATE: Uuid = Uuid::literal("6823a838-1b06-470e-9774-0cce8bfb53fd");

    /// Logging.
    pub const LOGGING: Uuid = Uuid::literal("da9dffbd-d590-40ed-975f-19c65a3d52d3");

    /// RPMB.
    pub const RPMB: Uuid = Uuid::literal("19ef70bf-2fbc-4309-bdd3-c290e993f650");

    /// Test runner.
    pub const TEST_RUNNER: Uuid = Uuid::literal("33c75baf-ac6a-4fe4-8ac7-e9909bee2d17");
}
