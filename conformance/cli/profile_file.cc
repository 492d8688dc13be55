// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/cli/profile_file.hpp"

#include "conformance/cli/input_file.hpp"
#include "conformance/cli/session.hpp"
#include "conformance/protocol/words.hpp"
#include "conformance/report/frame_json.hpp"
#include "conformance/sp/services.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <initializer_list>
#include <limits>
#include <optional>

namespace tsrpc::cli {
namespace {

using namespace conformance;
using report::Json;
using report::JsonError;
using report::shown;

/// A value, and where it is in the file: "services[0].calls[1].opcode".
struct Place {
    const Json& json;
    std::string path;

    [[noreturn]] void refuse(const std::string& expected) const {
        throw JsonError(fmt::format("{} is {}; expected {}", path.empty() ? "the file" : path, shown(json), expected));
    }

    std::string path_of(const std::string& key) const { return path.empty() ? key : path + "." + key; }

    std::optional<Place> find(const std::string& key) const {
        const auto found = json.find(key);
        return found == json.end() ? std::nullopt : std::optional(Place{*found, path_of(key)});
    }

    Place get(const std::string& key, const std::string& expected) const {
        const std::optional<Place> place = find(key);
        if (!place) {
            throw JsonError(fmt::format("{} is missing; expected {}", path_of(key), expected));
        }
        return *place;
    }

    void require_object(std::initializer_list<std::string_view> keys) const {
        if (!json.is_object()) {
            refuse("an object");
        }
        for (const auto& item : json.items()) {
            if (std::ranges::find(keys, item.key()) == keys.end()) {
                throw JsonError(fmt::format("{} is not a known key; expected one of {}",
                                            path_of(excerpt(printable(item.key()))), fmt::join(keys, ", ")));
            }
            if ((item.key() == "description" || item.key() == "$schema") && !item.value().is_string()) {
                Place{item.value(), path_of(item.key())}.refuse("a string");
            }
        }
    }

    /// The members of an array that has some.
    std::vector<Place> members(const std::string& what) const {
        if (!json.is_array() || json.empty()) {
            refuse("an array of at least one " + what);
        }
        std::vector<Place> places;
        for (size_t i = 0; i < json.size(); ++i) {
            places.push_back({json[i], fmt::format("{}[{}]", path, i)});
        }
        return places;
    }

    std::string text(const std::string& expected) const {
        if (!json.is_string() || json.get<std::string>().empty() ||
            printable(json.get<std::string>()) != json.get<std::string>()) {
            refuse(expected);
        }
        return json.get<std::string>();
    }

    /// A number of either sign in that range, or a string of it in hexadecimal, "0x0102".
    int64_t number(int64_t lowest, int64_t highest) const {
        std::optional<int64_t> value;
        if (json.is_number_unsigned() && json.get<uint64_t>() <= static_cast<uint64_t>(highest)) {
            value = static_cast<int64_t>(json.get<uint64_t>());
        } else if (json.is_number_integer() && !json.is_number_unsigned()) {
            value = json.get<int64_t>();
        } else if (json.is_string()) {
            value = from_hex(json.get<std::string>());
        }
        if (!value || *value < lowest || *value > highest) {
            refuse(fmt::format("a number from {} to {}, or a string such as \"0x{:x}\"", lowest, highest, highest));
        }
        return *value;
    }

    /// Two digits a byte; white space between bytes does not count.
    std::vector<uint8_t> bytes() const {
        std::vector<uint8_t> bytes;
        std::string digits = json.is_string() ? json.get<std::string>() : "-";
        std::erase(digits, ' ');
        const std::string expected =
            fmt::format("a string of two hexadecimal digits a byte, at most {} bytes, or \"\"", most_profile_bytes);
        if (digits.size() % 2 != 0 || digits.size() > 2 * most_profile_bytes) {
            refuse(expected);
        }
        for (size_t i = 0; i < digits.size(); i += 2) {
            uint8_t byte = 0;
            if (std::from_chars(&digits[i], &digits[i] + 2, byte, 16).ptr != &digits[i] + 2) {
                refuse(expected);
            }
            bytes.push_back(byte);
        }
        return bytes;
    }

  private:
    static std::optional<int64_t> from_hex(const std::string& text) {
        constexpr size_t most_digits = 8;
        uint32_t value = 0;
        const char* const end = text.data() + text.size();
        if (!text.starts_with("0x") || text.size() == 2 || text.size() > 2 + most_digits ||
            std::from_chars(text.data() + 2, end, value, 16).ptr != end) {
            return std::nullopt;
        }
        return value;
    }
};

Uuid parse_uuid_at(const Place& place) {
    const std::string expected = "a UUID such as \"dc1eef48-b17a-4ccf-ac8b-dfcff7711b14\"";
    const std::string text = place.text(expected);
    const ParsedUuid parsed = parse_uuid(text.data(), text.size());
    if (!parsed.ok) {
        place.refuse(expected);
    }
    if (test_service_instance(parsed.uuid)) {
        place.refuse("another service: the test service needs no profile");
    }
    if (unhosted_by(parsed.uuid) == "service_info.unknown_uuid") { // nil, all ones, the protocol's
        place.refuse("a UUID that an SP can host");
    }
    return parsed.uuid;
}

/// The response, and its length, which the response has if it is not given.
void parse_response(const Place& place, ProfileCall& call) {
    if (const auto response = place.find("response")) {
        call.response = response->bytes();
        call.response_length = static_cast<uint32_t>(call.response->size());
    }
    const auto length = place.find("response_length");
    if (!length) {
        return;
    }
    const auto value = static_cast<uint32_t>(length->number(0, most_profile_bytes));
    if (call.response && value != call.response->size()) {
        length->refuse(fmt::format("{}, the length of the response, or no response_length", call.response->size()));
    }
    call.response_length = value;
}

void parse_doorbell(const Place& place, ProfileCall& call) {
    const auto doorbell = place.find("doorbell");
    if (!doorbell) {
        return;
    }
    if (!doorbell->json.is_boolean()) {
        doorbell->refuse("true or false");
    }
    call.doorbell = doorbell->json.get<bool>();
    if (call.doorbell && (!call.request.empty() || call.response_length.value_or(0) > 0)) {
        doorbell->refuse("false: a doorbell has neither request nor response");
    }
    if (call.doorbell) {
        call.response_length = 0;
    }
}

ProfileCall parse_call(const Place& place) {
    constexpr int64_t lowest_status = std::numeric_limits<int32_t>::min(); // of a service that has signed statuses
    constexpr int64_t highest_status = std::numeric_limits<uint32_t>::max();
    place.require_object(
        {"name", "description", "opcode", "doorbell", "request", "service_status", "response", "response_length"});
    ProfileCall call;
    call.name = place.get("name", "a string").text("a string of one line, which is not empty");
    call.opcode = static_cast<uint16_t>(place.get("opcode", "a number from 0 to 65535").number(0, 0xffff));
    if (const auto request = place.find("request")) {
        call.request = request->bytes();
    }
    if (const auto status = place.find("service_status")) {
        call.service_status = static_cast<uint32_t>(status->number(lowest_status, highest_status));
    }
    parse_response(place, call);
    parse_doorbell(place, call);
    return call;
}

bool is_same_call(const ProfileCall& one, const ProfileCall& other) {
    return one.opcode == other.opcode && one.doorbell == other.doorbell && one.request == other.request;
}

ProfileService parse_service(const Place& place) {
    place.require_object({"service_uuid", "description", "calls"});
    ProfileService service = {parse_uuid_at(place.get("service_uuid", "a UUID")), {}};
    for (const Place& at : place.get("calls", "an array of at least one call").members("call")) {
        const ProfileCall call = parse_call(at);
        for (size_t i = 0; i < service.calls.size(); ++i) {
            if (service.calls[i].name == call.name) {
                at.get("name", "").refuse(fmt::format("another name than that of calls[{}]", i));
            }
            if (is_same_call(service.calls[i], call)) {
                throw JsonError(
                    fmt::format("{} has the opcode and the request of calls[{}]; expected each call once", at.path, i));
            }
        }
        service.calls.push_back(call);
    }
    return service;
}

Profile parse_profile(const Json& json) {
    const Place file = {json, ""};
    file.require_object({"$schema", "description", "services"});
    Profile profile;
    for (const Place& at : file.get("services", "an array of at least one service").members("service")) {
        const ProfileService service = parse_service(at);
        const auto same = std::ranges::find(profile.services, service.uuid, &ProfileService::uuid);
        if (same != profile.services.end()) {
            at.get("service_uuid", "")
                .refuse(fmt::format("another UUID than that of services[{}]", same - profile.services.begin()));
        }
        profile.services.push_back(service);
    }
    return profile;
}

} // namespace

Profile read_profile(const std::string& path) {
    if (path.empty()) {
        return {};
    }
    const std::string text = read_file(path);
    try {
        return parse_profile(report::parse_json(text));
    } catch (const JsonError& error) {
        throw CommandError(ExitStatus::usage, fmt::format("{}: {}", path, error.what()));
    }
}

} // namespace tsrpc::cli
