/* SPDX-License-Identifier: BSD-3-Clause */
#include "c_front_door.h"

#include "tsrpc/names.h"

#include <string.h>

static int32_t note(struct c_service* service, enum tsrpc_message message, uint64_t a, uint64_t b, uint64_t c) {
    ++service->calls;
    service->message = (int)message;
    service->fields[0] = a;
    service->fields[1] = b;
    service->fields[2] = c;
    return service->rpc_status;
}

static int32_t retrieve_mem(void* context, const struct tsrpc_retrieve_mem_request* request) {
    return note(context, TSRPC_MESSAGE_RETRIEVE_MEM, request->memory_handle, request->memory_tag, 0);
}

static int32_t relinquish_mem(void* context, const struct tsrpc_relinquish_mem_request* request) {
    return note(context, TSRPC_MESSAGE_RELINQUISH_MEM, request->memory_handle, 0, 0);
}

static int32_t service_info(void* context, const struct tsrpc_service_info_request* request, uint8_t* interface_id) {
    struct c_service* const service = context;
    uint64_t halves[2];
    memcpy(halves, request->service_uuid.bytes, sizeof halves);
    *interface_id = service->interface_id;
    return note(service, TSRPC_MESSAGE_SERVICE_INFO, halves[0], halves[1], 0);
}

static int32_t service_call(void* context, const struct tsrpc_service_call_request* request, uint32_t* service_status,
                            uint32_t* response_length) {
    struct c_service* const service = context;
    *service_status = service->service_status;
    *response_length = service->response_length;
    return note(service, TSRPC_MESSAGE_SERVICE_CALL, request->memory_handle,
                (uint64_t)request->request_length << 32 | request->client_id,
                (uint64_t)request->interface_id << 16 | request->opcode);
}

void c_serve(int strict, const uint32_t words[5], struct c_service* service, uint32_t response[5]) {
    static const struct tsrpc_handler handler = {retrieve_mem, relinquish_mem, service_info, service_call};
    const struct tsrpc_registers in = tsrpc_registers_from(words);
    tsrpc_registers_to(strict ? tsrpc_serve(in, &handler, service) : tsrpc_serve_lenient(in, &handler, service),
                       response);
}

int c_registers_from_x(const uint64_t x[5], uint32_t words[5]) {
    struct tsrpc_registers registers = tsrpc_registers_from(words);
    const int ok = tsrpc_registers_from_x(x, &registers);
    tsrpc_registers_to(registers, words);
    return ok;
}
void c_registers_to_x(const uint32_t words[5], uint64_t x[5]) { tsrpc_registers_to_x(tsrpc_registers_from(words), x); }

int c_can_hold_interface_id(uint64_t number) { return tsrpc_can_hold_interface_id(number); }
int c_can_hold_version(uint64_t number) { return tsrpc_can_hold_version(number); }

const char* c_register_name(int value) { return tsrpc_register_name((enum tsrpc_register)value); }
const char* c_message_name(int value) { return tsrpc_message_name((enum tsrpc_message)value); }
const char* c_direction_name(int value) { return tsrpc_direction_name((enum tsrpc_direction)value); }
const char* c_field_name(int value) { return tsrpc_field_name((enum tsrpc_field)value); }
const char* c_rule_name(int value) { return tsrpc_rule_name((enum tsrpc_rule)value); }
