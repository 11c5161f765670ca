// SPDX-License-Identifier: Apache-2.0
#include "core/checkpoint/legacy_container.h"

#include "core/base/error.h"
#include "core/checkpoint/bytes.h"
#include "core/checkpoint/pickle_reader.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace nidus {
namespace {

using namespace std::string_view_literals;

// The pickle of 0x1950a86a20f9469cfc6c.
constexpr std::string_view kMagic = "\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19."sv;
constexpr std::int64_t kProtocol = 1001;

[[noreturn]] void fail(const char* code, const std::string& fileName, const std::string& what) {
    throw Error(code, fileName + " " + what + ". Copy it again from its source.");
}

/// The small pickles around the one that matters.
class Front {
public:
    Front(std::span<const std::byte> file, const std::string& fileName) : m_file(file), m_fileName(fileName) {}

    PickleGraph next(StorageStyle style = StorageStyle::Legacy) {
        PickleResult result = readPickle(m_file.subspan(m_at), style, m_fileName);
        m_at += result.consumed;
        return std::move(result.graph);
    }
    void skip(std::size_t count) { m_at += count; }
    [[nodiscard]] std::span<const std::byte> rest() const { return m_file.subspan(m_at); }

private:
    std::span<const std::byte> m_file;
    const std::string& m_fileName;
    std::size_t m_at = 0;
};

bool isBigEndian(const PickleGraph& system, const std::string& fileName) {
    const PickleId* little =
        system.is(system.root, PickleKind::Dict) ? system.find(system.root, "little_endian") : nullptr;
    if (!little || !system.is(*little, PickleKind::Bool))
        fail("CKP-030", fileName, "does not say how its numbers are written");
    return system.node(*little).integer == 0;
}

std::vector<std::span<const std::byte>> locateStorages(Front& front, const PickleGraph& graph, const PickleGraph& keys,
                                                       const std::string& fileName) {
    if (!keys.is(keys.root, PickleKind::List) && !keys.is(keys.root, PickleKind::Tuple))
        fail("CKP-030", fileName, "has no list of its data");
    std::vector<std::span<const std::byte>> storages(graph.storages.size());
    std::vector<bool> isFound(graph.storages.size());
    for (const PickleId id : keys.itemsOf(keys.root)) {
        const auto known =
            keys.is(id, PickleKind::String) ? graph.storageByKey.find(keys.text(id)) : graph.storageByKey.end();
        if (known == graph.storageByKey.end() || isFound[known->second])
            fail("CKP-061", fileName, "lists data that its description does not know");
        const PickledStorage& storage = graph.storages[known->second];
        if (front.rest().size() < 8)
            fail("CKP-031", fileName, "is cut off");
        if (loadLittle<std::int64_t>(front.rest(), 0) != storage.count)
            fail("CKP-063", fileName, "holds data of another length than described");
        front.skip(8);
        const std::size_t size = storage.isUntyped ? 1 : elementSize(storage.type);
        if (static_cast<std::uint64_t>(storage.count) > front.rest().size() / size)
            fail("CKP-031", fileName, "is cut off");
        storages[known->second] = front.rest().first(static_cast<std::size_t>(storage.count) * size);
        isFound[known->second] = true;
        front.skip(storages[known->second].size());
    }
    if (!std::all_of(isFound.begin(), isFound.end(), [](bool found) { return found; }))
        fail("CKP-061", fileName, "lacks data that it describes");
    if (!front.rest().empty())
        fail("CKP-042", fileName, "goes on after its end");
    return storages;
}

} // namespace

bool isLegacyContainer(std::span<const std::byte> file) noexcept {
    return textOf(file).substr(0, kMagic.size()) == kMagic;
}

LegacyContainer readLegacyContainer(std::span<const std::byte> file, const std::string& fileName) {
    Front front(file, fileName);
    front.skip(kMagic.size());
    const PickleGraph version = front.next();
    if (!version.is(version.root, PickleKind::Int) || version.node(version.root).integer != kProtocol)
        fail("CKP-030", fileName, "is of a version of PyTorch's old format that Nidus does not know");
    LegacyContainer container;
    container.isBigEndian = isBigEndian(front.next(), fileName);
    container.graph = front.next();
    const PickleGraph keys = front.next();
    container.storages = locateStorages(front, container.graph, keys, fileName);
    return container;
}

} // namespace nidus
