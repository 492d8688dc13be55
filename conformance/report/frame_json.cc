// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/frame_json.hpp"

#include "conformance/report/field_value.hpp"
#include "conformance/report/frame_json_writer.hpp"
#include "conformance/report/row_text.hpp"
#include "tsrpc/names.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace tsrpc::report {
namespace {

// A field's width decides its JSON type: a UUID, a string of hexadecimal digits, or a number.
constexpr unsigned uuid_width = 128;
constexpr unsigned hex_width = 64;

constexpr bool is_signed(Field field) { return field == Field::rpc_status; }

/// What a number can be. The one value that a field cannot have is the lowest or the highest of its width.
struct Range {
    int64_t lowest;
    uint64_t highest;
};

/// Statuses are written with a sign and without.
constexpr bool is_status(Field field) { return is_signed(field) || field == Field::service_status; }

Range range_of(Field field, unsigned width) {
    if (width == hex_width) {
        return {0, UINT64_MAX};
    }
    const int64_t span = int64_t{1} << width;
    Range range = {is_status(field) ? -span / 2 : 0, static_cast<uint64_t>(span) - 1};
    range.lowest += excluded(field) == range.lowest;
    range.highest -= excluded(field) == static_cast<int64_t>(range.highest);
    return range;
}

std::string expected_value(Field field, unsigned width) {
    if (width == uuid_width) {
        return "a UUID such as \"d9df52d5-16a2-4bb2-9aa4-d26d3b84e8c0\"";
    }
    const Range range = range_of(field, width);
    return fmt::format("an integer from {} to {}", range.lowest, range.highest);
}

/// Also in braces, or as "urn:uuid:...".
std::optional<FieldValue> uuid_from_text(std::string_view text) {
    constexpr std::string_view urn = "urn:uuid:";
    if (text.starts_with(urn)) {
        text.remove_prefix(urn.size());
    } else if (text.starts_with('{') && text.ends_with('}')) {
        text = text.substr(1, text.size() - 2);
    }
    const ParsedUuid parsed = parse_uuid(text.data(), text.size());
    return parsed.ok ? std::optional{from_uuid(parsed.uuid)} : std::nullopt;
}

/// A whole number, of any sign and size that JSON or a string can hold.
struct Number {
    bool is_negative;
    uint64_t magnitude;
};

/// Decimal digits, or 0x and hexadecimal ones, with or without a minus sign before them.
std::optional<Number> number_from_text(std::string_view text) {
    Number number = {text.starts_with('-'), 0};
    text.remove_prefix(number.is_negative ? 1 : 0);
    const bool is_hex = text.starts_with("0x") || text.starts_with("0X");
    text.remove_prefix(is_hex ? 2 : 0);
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number.magnitude, is_hex ? 16 : 10);
    return error == std::errc{} && stop == end ? std::optional{number} : std::nullopt;
}

std::optional<Number> number_from_json(const Json& json) {
    if (json.is_string()) {
        return number_from_text(json.get_ref<const std::string&>());
    }
    if (json.is_number_unsigned()) {
        return Number{false, json.get<uint64_t>()};
    }
    if (!json.is_number_integer()) {
        return std::nullopt;
    }
    const auto value = json.get<int64_t>();
    return Number{value < 0, value < 0 ? 0 - static_cast<uint64_t>(value) : static_cast<uint64_t>(value)};
}

bool is_in(const Range& range, const Number& number) {
    if (number.is_negative && number.magnitude != 0) {
        return range.lowest < 0 && number.magnitude <= static_cast<uint64_t>(-range.lowest);
    }
    return number.magnitude <= range.highest &&
           (range.lowest <= 0 || number.magnitude >= static_cast<uint64_t>(range.lowest));
}

/// The value, or nothing where it has another type or is out of range.
std::optional<FieldValue> from_json(Field field, const Json& value, unsigned width) {
    if (width == uuid_width) {
        return value.is_string() ? uuid_from_text(value.get_ref<const std::string&>()) : std::nullopt;
    }
    const std::optional<Number> number = number_from_json(value);
    if (!number || !is_in(range_of(field, width), *number)) {
        return std::nullopt;
    }
    return FieldValue{number->is_negative ? 0 - number->magnitude : number->magnitude, 0};
}

/// `value` is null where the key is missing.
[[noreturn]] void refuse(std::string_view key, const Json* value, std::string_view expected) {
    throw JsonError(value == nullptr ? fmt::format("{} is missing; expected {}", key, expected)
                                     : fmt::format("{} is {}; expected {}", key, shown(*value), expected));
}

const Json* find(const Json& object, const char* key) {
    const auto found = object.find(key);
    return found == object.end() ? nullptr : &*found;
}

/// The one of `all` that the key names.
template <class T>
T named(const Json& object, const char* key, const std::vector<T>& all) {
    const Json* value = find(object, key);
    std::string expected;
    for (const T item : all) {
        if (value != nullptr && *value == name(item)) {
            return item;
        }
        expected += fmt::format("{}\"{}\"", expected.empty() ? "" : ", ", name(item));
    }
    refuse(key, value, "one of " + expected);
}

const Layout& layout_of(const Json& frame) {
    static const std::vector messages = {Message::get_version, Message::retrieve_mem, Message::relinquish_mem,
                                         Message::service_info, Message::service_call};
    static const std::vector directions = {Direction::request, Direction::response};
    const Message message = named(frame, "message", messages);
    return *find_layout(message, named(frame, "direction", directions));
}

void refuse_unknown_keys(const Json& frame, const Layout& layout, const Fields& fields) {
    std::vector<std::string_view> keys = {"message", "direction"};
    for (const Field field : fields) {
        keys.push_back(name(field));
    }
    constexpr std::string_view ignored[] = {"registers", "valid", "violations"};
    for (const auto& [key, value] : frame.items()) {
        if (std::ranges::count(keys, key) == 0 && std::ranges::count(ignored, key) == 0) {
            throw JsonError(fmt::format("{} is not a key of a {} {}, which has {}", shown(key), name(layout.message),
                                        name(layout.direction), fmt::join(keys, ", ")));
        }
    }
}

/// The bits that are the same in every frame of a message.
Registers constants_of(const Layout& layout) {
    Registers words = {};
    for (const Row& row : layout) {
        if (row.constant != any) {
            words.words[row.reg] |= static_cast<uint32_t>(row.constant) << row.lsb;
        }
    }
    return words;
}

/// Without the library's own prefix: "[json.exception.parse_error.101] ".
std::string reason(const Json::exception& error) {
    const std::string_view text = error.what();
    return std::string(text.substr(std::min(text.find("] ") + 2, text.size())));
}

template <class Write>
std::string written(Write write) {
    char buffer[longest_frame_json];
    JsonWriter out(buffer, sizeof buffer);
    write(out);
    return {buffer, out.size()};
}

} // namespace

Json parse_json(std::string_view text) {
    std::vector<std::set<std::string>> keys; // of the objects that are open
    const auto refuse_doubles = [&](int, Json::parse_event_t event, const Json& parsed) {
        if (event == Json::parse_event_t::object_start) {
            keys.emplace_back();
        } else if (event == Json::parse_event_t::object_end) {
            keys.pop_back();
        } else if (event == Json::parse_event_t::key && !keys.back().insert(parsed.get<std::string>()).second) {
            throw JsonError(fmt::format("{} is there twice; expected each key once", shown(parsed)));
        }
        return true;
    };
    try {
        return Json::parse(text, refuse_doubles);
    } catch (const Json::exception& error) {
        throw JsonError(fmt::format("not JSON: {}", reason(error)));
    }
}

std::string shown(const Json& value) {
    constexpr size_t longest = 60;
    std::string text = value.dump(-1, ' ', true, Json::error_handler_t::replace);
    if (text.size() > longest) {
        text.replace(longest, text.npos, "...");
    }
    return text;
}

Json fields_to_json(const Inspection& inspection, const Registers& words) {
    return parse_json(written([&](JsonWriter& out) {
        out.open_object();
        write_fields(out, inspection, words);
        out.close_object();
    }));
}

Json registers_to_json(const Registers& words) {
    Json list = Json::array();
    for (const uint32_t word : words.words) {
        list.push_back(fmt::format("{:08x}", word));
    }
    return list;
}

std::string frame_to_json(const Inspection& inspection, const Registers& words, const Registers& request, bool valid) {
    return written([&](JsonWriter& out) { write_frame(out, inspection, words, request, valid); });
}

Frame frame_from_json(const Json& frame) {
    if (!frame.is_object()) {
        throw JsonError(fmt::format("the frame is {}; expected a JSON object", shown(frame)));
    }
    const Layout& layout = layout_of(frame);
    const Fields fields = carried_fields(layout);
    refuse_unknown_keys(frame, layout, fields);
    Registers words = constants_of(layout);
    for (const Field field : fields) {
        const unsigned width = width_of(layout, field);
        const Json* json = find(frame, name(field));
        const std::optional<FieldValue> value = json ? from_json(field, *json, width) : std::nullopt;
        if (!value) {
            refuse(name(field), json, expected_value(field, width));
        }
        write_field(layout, field, *value, words);
    }
    const Frame result = {layout.direction, words};
    const Inspection inspection = result.inspect();
    if (!inspection.violations.empty()) { // of a rule over several fields
        throw JsonError(describe(inspection.violations[0], inspection, words, words).c_str());
    }
    return result;
}

} // namespace tsrpc::report
