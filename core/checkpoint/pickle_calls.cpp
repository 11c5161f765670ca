// SPDX-License-Identifier: Apache-2.0
#include "core/checkpoint/pickle_calls.h"

#include "core/base/error.h"
#include "core/checkpoint/half.h"

#include <algorithm>
#include <cstring>

namespace nidus {
namespace {

constexpr std::size_t kMaxRank = 8;
using Kind = PickleKind;
using Name = PickleName;

template <typename Number>
Number numberOf(const std::string& bytes) {
    Number value{};
    std::memcpy(&value, bytes.data(), sizeof value);
    return value;
}

/// What PickleNode::index of a NumpyType holds.
struct NumpyTypeCode {
    char letter;
    std::size_t size;
    bool isBigEndian;
};

std::uint32_t packed(const NumpyTypeCode& code) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(code.letter))
           | static_cast<std::uint32_t>(code.size << 8U) | (code.isBigEndian ? 1U << 16U : 0U);
}

NumpyTypeCode unpacked(std::uint32_t index) {
    return {static_cast<char>(index & 0xFFU), (index >> 8U) & 0xFFU, (index >> 16U) != 0};
}

} // namespace

void PickleCalls::fail(const char* code, const std::string& what) const {
    throw Error(code,
                m_fileName + " " + what + ". It is not a checkpoint that Nidus can trust; nothing in it was run.");
}

void PickleCalls::require(bool condition) const {
    if (!condition)
        fail("CKP-054", "describes an object with arguments that do not belong to it");
}

bool PickleCalls::are(Arguments arguments, std::initializer_list<PickleKind> kinds) const {
    return std::equal(arguments.begin(), arguments.end(), kinds.begin(), kinds.end(),
                      [&](PickleId id, Kind kind) { return m_graph.is(id, kind); });
}

bool PickleCalls::isEmptyDict(PickleId id) const {
    return m_graph.is(id, Kind::Dict) && m_graph.itemsOf(id).empty();
}

PickleId PickleCalls::call(PickleId function, PickleId argumentTuple) {
    if (!m_graph.is(function, Kind::Name))
        fail("CKP-054", "calls something that is no function");
    require(m_graph.is(argumentTuple, Kind::Tuple));
    // A copy: adding nodes moves the lists.
    const std::vector<PickleId> arguments = m_graph.itemsOf(argumentTuple);
    const Name name = m_graph.node(function).name;
    switch (name) {
    case Name::RebuildTensorV2:
    case Name::RebuildTensorV3:
        return rebuildTensor(name, arguments);
    case Name::RebuildParameter:
    case Name::RebuildParameterWithState:
        require(arguments.size() == (name == Name::RebuildParameter ? 3U : 4U) && m_graph.is(arguments[0], Kind::Tensor)
                && m_graph.is(arguments[1], Kind::Bool) && isEmptyDict(arguments[2]));
        return arguments[0];
    case Name::RebuildFromType:
        return rebuildFromType(arguments);
    case Name::NumpyScalar:
    case Name::NumpyReconstruct:
    case Name::NumpyType:
        return callNumpy(name, arguments);
    default:
        return callPlain(name, arguments);
    }
}

PickleId PickleCalls::callPlain(Name name, Arguments arguments) {
    switch (name) {
    case Name::OrderedDict:
        require(arguments.empty());
        return m_graph.addItems(Kind::Dict, {});
    case Name::DefaultDict:
        require(arguments.size() == 1 && m_graph.isName(arguments[0], Name::PlainClass));
        return m_graph.addItems(Kind::Dict, {});
    case Name::Counter:
        require(are(arguments, {Kind::Dict}));
        return arguments[0];
    case Name::Set:
        require(are(arguments, {Kind::List}));
        return arguments[0];
    case Name::Size:
        require(are(arguments, {Kind::Tuple}));
        return arguments[0];
    case Name::Encode:
        require(are(arguments, {Kind::String, Kind::String})
                && (m_graph.text(arguments[1]) == "latin1" || m_graph.text(arguments[1]) == "latin-1"));
        return m_graph.addText(Kind::Bytes, m_graph.text(arguments[0]));
    case Name::Bytes:
    case Name::ByteArray:
        require(arguments.empty() || (name == Name::ByteArray && are(arguments, {Kind::Bytes}))
                || (name == Name::ByteArray && are(arguments, {Kind::String, Kind::String})));
        return m_graph.addText(Kind::Bytes, arguments.empty() ? std::string_view() : m_graph.text(arguments[0]));
    case Name::Device:
        require(are(arguments, {Kind::String}) || are(arguments, {Kind::String, Kind::Int}));
        return m_graph.addText(Kind::Opaque, m_graph.text(arguments[0]));
    case Name::Complex:
        require(are(arguments, {Kind::Float, Kind::Float}));
        return m_graph.addText(Kind::Opaque, "complex number");
    case Name::Path:
        require(
            std::all_of(arguments.begin(), arguments.end(), [&](PickleId id) { return m_graph.is(id, Kind::String); }));
        return m_graph.addText(Kind::Opaque, "path");
    default:
        fail("CKP-054", "calls something that is no function");
    }
}

PickleId PickleCalls::callNumpy(Name name, Arguments arguments) {
    if (name == Name::NumpyType)
        return numpyType(arguments);
    if (name == Name::NumpyScalar) {
        require(are(arguments, {Kind::NumpyType, Kind::Bytes}));
        return numpyScalar(m_graph.node(arguments[0]), m_graph.text(arguments[1]));
    }
    require(arguments.size() == 3 && m_graph.isName(arguments[0], Name::NumpyArray)
            && m_graph.is(arguments[1], Kind::Tuple) && m_graph.is(arguments[2], Kind::Bytes));
    PickleNode array;
    array.kind = Kind::NumpyArray;
    return m_graph.add(array);
}

PickleId PickleCalls::numpyType(Arguments arguments) {
    require(arguments.size() == 3 && m_graph.is(arguments[0], Kind::String)
            && (m_graph.is(arguments[1], Kind::Bool) || m_graph.is(arguments[1], Kind::Int))
            && (m_graph.is(arguments[2], Kind::Bool) || m_graph.is(arguments[2], Kind::Int)));
    const std::string_view code = m_graph.text(arguments[0]);
    const bool isPlain = code.size() == 2 && std::string_view("fiub").find(code[0]) != std::string_view::npos
                         && std::string_view("1248").find(code[1]) != std::string_view::npos && code != "f1";
    if (!isPlain)
        fail("CKP-074", "holds numpy data of a type that is no plain number");
    PickleNode type;
    type.kind = Kind::NumpyType;
    type.index = packed({code[0], static_cast<std::size_t>(code[1] - '0'), false});
    return m_graph.add(type);
}

PickleId PickleCalls::numpyScalar(const PickleNode& type, std::string_view encoded) {
    const NumpyTypeCode code = unpacked(type.index);
    std::string bytes = latin1Bytes(encoded);
    require(bytes.size() == code.size);
    if (code.isBigEndian)
        std::reverse(bytes.begin(), bytes.end());
    if (code.letter == 'f')
        return m_graph.addReal(code.size == 8   ? numberOf<double>(bytes)
                               : code.size == 4 ? static_cast<double>(numberOf<float>(bytes))
                                                : static_cast<double>(floatOfHalf(numberOf<std::uint16_t>(bytes))));
    if (code.letter == 'b')
        return m_graph.addBool(bytes[0] != 0);
    const bool isNegative = code.letter == 'i' && (static_cast<unsigned char>(bytes.back()) & 0x80U) != 0;
    bytes.resize(8, isNegative ? '\xff' : '\0');
    return m_graph.addInteger(numberOf<std::int64_t>(bytes));
}

PickleId PickleCalls::rebuildFromType(Arguments arguments) {
    require(arguments.size() == 4 && m_graph.is(arguments[0], Kind::Name)
            && m_graph.isName(arguments[1], Name::TensorClass) && m_graph.is(arguments[2], Kind::Tuple));
    const Name name = m_graph.node(arguments[0]).name;
    // Only these: a chain of this function calling itself would recurse as deep as the stream likes.
    require(name == Name::RebuildTensorV2 || name == Name::RebuildTensorV3 || name == Name::RebuildParameter);
    return call(arguments[0], arguments[2]);
}

PickleId PickleCalls::rebuildTensor(Name name, Arguments arguments) {
    const std::size_t common = name == Name::RebuildTensorV3 ? 7 : 6;
    require((arguments.size() == common || arguments.size() == common + 1) && m_graph.is(arguments[0], Kind::Storage)
            && m_graph.is(arguments[1], Kind::Int) && m_graph.is(arguments[4], Kind::Bool)
            && isEmptyDict(arguments[5]));
    if (arguments.size() == common + 1)
        require(m_graph.is(arguments.back(), Kind::None) || isEmptyDict(arguments.back()));
    PickledTensor tensor;
    tensor.storage = m_graph.node(arguments[0]).index;
    const PickledStorage& storage = m_graph.storages[tensor.storage];
    std::int64_t available = storage.count;
    if (name == Name::RebuildTensorV3) {
        require(storage.isUntyped && m_graph.isName(arguments[6], Name::ElementType));
        tensor.type = m_graph.node(arguments[6]).type;
        available /= static_cast<std::int64_t>(elementSize(tensor.type));
    } else {
        require(!storage.isUntyped);
        tensor.type = storage.type;
    }
    tensor.offset = m_graph.node(arguments[1]).integer;
    tensor.shape = sizes(arguments[2]);
    tensor.strides = sizes(arguments[3]);
    checkTensor(tensor, available);
    m_graph.tensors.push_back(std::move(tensor));
    PickleNode node;
    node.kind = Kind::Tensor;
    node.index = static_cast<std::uint32_t>(m_graph.tensors.size() - 1);
    return m_graph.add(node);
}

std::vector<std::int64_t> PickleCalls::sizes(PickleId tuple) const {
    require(m_graph.is(tuple, Kind::Tuple));
    const std::vector<PickleId>& entries = m_graph.itemsOf(tuple);
    if (entries.size() > kMaxRank)
        fail("CKP-070", "holds a tensor with more than " + std::to_string(kMaxRank) + " dimensions");
    std::vector<std::int64_t> result;
    for (const PickleId id : entries) {
        require(m_graph.is(id, Kind::Int));
        result.push_back(m_graph.node(id).integer);
    }
    return result;
}

void PickleCalls::checkTensor(const PickledTensor& tensor, std::int64_t available) const {
    if (tensor.shape.size() != tensor.strides.size() || tensor.offset < 0)
        fail("CKP-070", "holds a tensor whose sizes make no sense");
    std::int64_t last = tensor.offset;
    std::int64_t count = 1;
    bool isEmpty = false;
    for (std::size_t axis = 0; axis < tensor.shape.size(); ++axis) {
        const std::int64_t size = tensor.shape[axis], stride = tensor.strides[axis];
        if (size < 0 || stride < 0)
            fail("CKP-070", "holds a tensor whose sizes make no sense");
        if (stride == 0 && size > 1)
            fail("CKP-072", "holds a tensor that repeats one element");
        isEmpty = isEmpty || size == 0;
        std::int64_t step = 0;
        if (__builtin_mul_overflow(size > 0 ? size - 1 : 0, stride, &step) || __builtin_add_overflow(last, step, &last)
            || __builtin_mul_overflow(count, size, &count))
            fail("CKP-071", "holds a tensor that reaches beyond its data");
    }
    if (isEmpty ? tensor.offset > available : last >= available)
        fail("CKP-071", "holds a tensor that reaches beyond its data");
}

PickleId PickleCalls::storage(PickleId reference) {
    const std::size_t expected = m_style == StorageStyle::Zip ? 5 : 6;
    const auto malformed = [&] { fail("CKP-060", "refers to its data in a way that torch.save does not"); };
    if (!m_graph.is(reference, Kind::Tuple) || m_graph.itemsOf(reference).size() != expected)
        malformed();
    const std::vector<PickleId>& parts = m_graph.itemsOf(reference);
    const bool isTyped = m_graph.isName(parts[1], Name::TypedStorage);
    if (!m_graph.is(parts[0], Kind::String) || m_graph.text(parts[0]) != "storage"
        || (!isTyped && !m_graph.isName(parts[1], Name::UntypedStorage)) || !m_graph.is(parts[2], Kind::String)
        || !m_graph.is(parts[3], Kind::String) || !m_graph.is(parts[4], Kind::Int)
        || (expected == 6 && !m_graph.is(parts[5], Kind::None)))
        malformed();
    PickledStorage storage{m_graph.text(parts[2]), m_graph.node(parts[1]).type, !isTyped,
                           m_graph.node(parts[4]).integer};
    const bool isNumber =
        !storage.key.empty() && storage.key.size() <= 20
        && std::all_of(storage.key.begin(), storage.key.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!isNumber || storage.count < 0)
        malformed();
    const auto [found, isNew] =
        m_graph.storageByKey.emplace(storage.key, static_cast<std::uint32_t>(m_graph.storages.size()));
    if (isNew)
        m_graph.storages.push_back(storage);
    const PickledStorage& known = m_graph.storages[found->second];
    if (known.type != storage.type || known.isUntyped != storage.isUntyped || known.count != storage.count)
        fail("CKP-062", "describes one piece of data in two ways");
    PickleNode node;
    node.kind = Kind::Storage;
    node.index = found->second;
    return m_graph.add(node);
}

void PickleCalls::build(PickleId target, PickleId state) {
    if (m_graph.is(target, Kind::Dict) && m_graph.is(state, Kind::Dict))
        return; // the _metadata that nn.Module hangs on its state_dict
    if (!m_graph.is(state, Kind::Tuple))
        fail("CKP-055", "gives a state to something that has none");
    const std::vector<PickleId>& parts = m_graph.itemsOf(state);
    if (m_graph.is(target, Kind::NumpyType) && parts.size() >= 8 && m_graph.is(parts[1], Kind::String)
        && m_graph.is(parts[2], Kind::None) && m_graph.is(parts[3], Kind::None) && m_graph.is(parts[4], Kind::None)) {
        NumpyTypeCode code = unpacked(m_graph.node(target).index);
        code.isBigEndian = m_graph.text(parts[1]) == ">";
        m_graph.nodes[target].index = packed(code);
        return;
    }
    if (m_graph.is(target, Kind::NumpyArray) && parts.size() == 5 && m_graph.is(parts[1], Kind::Tuple)
        && m_graph.is(parts[2], Kind::NumpyType) && m_graph.is(parts[4], Kind::Bytes))
        return;
    fail("CKP-055", "gives a state to something that has none");
}

} // namespace nidus
