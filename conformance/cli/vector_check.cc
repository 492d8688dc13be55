// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/cli/vector_check.hpp"

#include "conformance/report/frame_text.hpp"
#include "tsrpc/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace tsrpc::cli {
namespace {

using report::Json;
using report::JsonError;
using report::shown;

// ---- reading

/// One key of an object, the JSON type of its value, and whether it must be there.
struct Key {
    std::string_view name;
    Json::value_t type;
    bool required = true;
};

constexpr Key file_keys[] = {
    {"schema", Json::value_t::string},
    {"abi_version", Json::value_t::number_unsigned},
    {"number_of_vectors", Json::value_t::number_unsigned},
    {"notes", Json::value_t::object, false},
    {"vectors", Json::value_t::array},
};
constexpr Key vector_keys[] = {
    {"id", Json::value_t::string},
    {"comment", Json::value_t::string},
    {"flags", Json::value_t::array, false},
    {"direction", Json::value_t::string},
    {"request", Json::value_t::array, false},
    {"registers", Json::value_t::array},
    {"message", Json::value_t::string},
    {"fields", Json::value_t::object},
    {"valid", Json::value_t::boolean},
    {"violations", Json::value_t::array},
};

const char* type_name(Json::value_t type) { return Json(type).type_name(); }

template <size_t N>
void expect_keys(const Json& object, const Key (&keys)[N]) {
    if (!object.is_object()) {
        throw JsonError(fmt::format("{}; expected an object", shown(object)));
    }
    for (const Key& key : keys) {
        const auto found = object.find(key.name);
        if (found == object.end() && key.required) {
            throw JsonError(fmt::format("{} is missing", key.name));
        }
        if (found != object.end() && found->type() != key.type) {
            throw JsonError(fmt::format("{} is {}; expected a JSON {}", key.name, shown(*found), type_name(key.type)));
        }
    }
    for (const auto& [key, value] : object.items()) {
        if (std::ranges::count(keys, key, &Key::name) == 0) {
            throw JsonError(fmt::format("{} is not a known key", shown(key)));
        }
    }
}

Registers parse_registers(const char* key, const Json& list) {
    std::string text;
    for (const Json& word : list) {
        text += (text.empty() ? "" : " ") + (word.is_string() ? word.get<std::string>() : "?");
    }
    const auto registers = report::parse_registers(text);
    if (!registers || report::to_hex(*registers) != text) {
        throw JsonError(
            fmt::format("{} is {}; expected five strings of eight lower-case hexadecimal digits", key, shown(list)));
    }
    return *registers;
}

Direction parse_direction(const Json& text) {
    for (const Direction direction : {Direction::request, Direction::response}) {
        if (text == name(direction)) {
            return direction;
        }
    }
    throw JsonError(fmt::format("direction is {}; expected \"request\" or \"response\"", shown(text)));
}

Vector parse_vector(const Json& json) {
    expect_keys(json, vector_keys);
    Vector vector = {json["id"],
                     parse_direction(json["direction"]),
                     {},
                     parse_registers("registers", json["registers"]),
                     json["message"],
                     json["fields"],
                     json["valid"],
                     json["violations"]};
    if (json.contains("request")) {
        if (vector.direction == Direction::request) {
            throw JsonError("request is there; expected it in responses alone");
        }
        vector.request = parse_registers("request", json["request"]);
    }
    return vector;
}

/// How a vector is called in an error: its id, or its place where it has none.
std::string label(const Json& vector, size_t index) {
    return vector.is_object() && vector.contains("id") && vector["id"].is_string()
               ? vector["id"].get<std::string>()
               : fmt::format("vector {}", index + 1);
}

/// Adds a vector's flags, each of which has a note.
void take_flags(const Json& vector, const Json& notes, std::set<std::string>& used) {
    for (const Json& flag : vector.value("flags", Json::array())) {
        if (!flag.is_string() || !notes.contains(flag.get<std::string>())) {
            throw JsonError(fmt::format("{} is a flag without a note", shown(flag)));
        }
        used.insert(flag.get<std::string>());
    }
}

/// What a note should say of its flag.
constexpr Key note_keys[] = {
    {"bugType", Json::value_t::string},
    {"description", Json::value_t::string},
    {"effect", Json::value_t::string},
};

void expect_used(const Json& notes, const std::set<std::string>& used) {
    for (const auto& [flag, note] : notes.items()) {
        expect_keys(note, note_keys);
        if (!used.contains(flag)) {
            throw JsonError(fmt::format("{} has a note, and no vector has that flag", shown(flag)));
        }
    }
}

// ---- checking

void expect_equal(std::vector<std::string>& out, const char* what, const nlohmann::json& expected,
                  const nlohmann::json& actual) {
    if (expected != actual) {
        out.push_back(fmt::format("{} should be {}; the codec says {}", what, expected.dump(), actual.dump()));
    }
}

nlohmann::json violations_of(const Inspection& inspection) {
    nlohmann::json list = nlohmann::json::array();
    for (const Violation& violation : inspection.violations) {
        list.push_back({{"rule", name(violation.rule)},
                        {"register", name(violation.reg)},
                        {"bits", fmt::format("{:08x}", violation.bits)}});
    }
    return list;
}

/// What a lenient receiver reads of the vector. The interface id 255, which no message can hold, means nothing beside
/// the RPC error of a SERVICE_INFO response, and reads as 0.
nlohmann::json lenient_fields(const Vector& vector) {
    nlohmann::json fields = vector.fields;
    const auto status = fields.find("rpc_status"); // a number, or the name of one
    const bool is_refused = vector.message == name(Message::service_info) && status != fields.end() && *status != 0 &&
                            *status != name(RpcStatus::success);
    const auto id = fields.find("interface_id");
    if (is_refused && id != fields.end() && *id == TSRPC_MANAGEMENT_INTERFACE_ID) {
        fields["interface_id"] = 0;
    }
    return fields;
}

/// Strict unpacking of any message, of which only responses are held to a request.
template <class M>
Unpacked<M> unpack_any(const Registers& words, const Registers& request) {
    if constexpr (M::Codec::layout.direction == Direction::response) {
        return unpack<M>(words, AnswerTo{request});
    } else {
        return unpack<M>(words);
    }
}

/// The typed message of the vector, both ways.
template <class M>
void check_type(std::vector<std::string>& out, const Vector& vector) {
    const Registers& words = vector.registers;
    const Registers& request = vector.request.value_or(words);
    if (const auto unpacked = unpack_any<M>(words, request); bool{unpacked} != vector.valid) {
        out.push_back(fmt::format("unpack should {} it", vector.valid ? "take" : "refuse"));
    } else if (unpacked && vector.violations.empty()) {
        expect_equal(out, "pack after unpack", report::to_hex(words), report::to_hex(pack(*unpacked)));
    }
    if (const auto lenient = unpack_lenient<M>(words)) {
        const Layout& layout = M::Codec::layout;
        const Inspection inspection = {layout.message, layout.direction, &layout, {}};
        expect_equal(out, "fields of unpack_lenient", lenient_fields(vector),
                     report::fields_to_json(inspection, pack(*lenient)));
    }
}

/// `check_type` of the type that the table is of.
template <class... M>
void check_types(std::vector<std::string>& out, const Vector& vector, const Layout* layout, TypeList<M...>) {
    ((layout == &M::Codec::layout ? check_type<M>(out, vector) : void()), ...);
}

/// Encodes the vector's fields, which should give its registers where it breaks no rule at all.
void check_encoding(std::vector<std::string>& out, const Vector& vector) {
    Json frame = {{"message", vector.message}, {"direction", name(vector.direction)}};
    frame.update(Json(vector.fields));
    try {
        expect_equal(out, "the encoded fields", report::to_hex(vector.registers),
                     report::to_hex(report::frame_from_json(frame).words));
    } catch (const JsonError& error) {
        out.push_back(fmt::format("the fields should have an encoding; {}", error.what()));
    }
}

} // namespace

std::vector<Vector> parse_vectors(std::string_view text) {
    const Json file = report::parse_json(text);
    expect_keys(file, file_keys);
    if (file["abi_version"] != TSRPC_PROTOCOL_VERSION) {
        throw JsonError(
            fmt::format("abi_version is {}; expected {}", shown(file["abi_version"]), TSRPC_PROTOCOL_VERSION));
    }
    std::vector<Vector> vectors;
    std::set<std::string> ids;
    std::set<std::string> flags;
    const Json notes = file.value("notes", Json::object());
    for (const Json& json : file["vectors"]) {
        try {
            vectors.push_back(parse_vector(json));
            take_flags(json, notes, flags);
        } catch (const JsonError& error) {
            throw JsonError(fmt::format("{}: {}", label(json, vectors.size()), error.what()));
        }
        if (!ids.insert(vectors.back().id).second) {
            throw JsonError(fmt::format("{}: the id is there twice", vectors.back().id));
        }
    }
    if (vectors.empty() || file["number_of_vectors"] != vectors.size()) {
        throw JsonError(fmt::format("number_of_vectors is {} and there are {}; expected the same number, not 0",
                                    shown(file["number_of_vectors"]), vectors.size()));
    }
    expect_used(notes, flags);
    return vectors;
}

std::vector<std::string> disagreements(const Vector& vector) {
    const Registers& words = vector.registers;
    const Inspection inspection = vector.direction == Direction::request
                                      ? inspect_request(words)
                                      : inspect_response(words, vector.request.value_or(words));
    std::vector<std::string> out;
    expect_equal(out, "message", vector.message, name(inspection.message));
    expect_equal(out, "fields", vector.fields, report::fields_to_json(inspection, words));
    expect_equal(out, "valid", vector.valid, inspection.valid());
    expect_equal(out, "violations", vector.violations, violations_of(inspection));
    check_types(out, vector, inspection.layout, MessageTypes{});
    if (vector.valid && vector.violations.empty()) {
        check_encoding(out, vector);
    }
    return out;
}

} // namespace tsrpc::cli
