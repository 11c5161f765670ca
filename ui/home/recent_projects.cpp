// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/home/recent_projects.h"

#include "ui/common/qt_convert.h"
#include "ui/settings/preferences.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace nidus::ui {

RecentProjects::RecentProjects(const Services& services, Preferences& preferences, QObject* parent)
    : QObject(parent), m_services(services), m_preferences(preferences) {
    connect(&m_job, &JobRunner::failed, this, [this] { take(m_reading, {}); });
    connect(&m_locating, &JobRunner::failed, this, &RecentProjects::notLocated);
    list();
}

void RecentProjects::add(const QString& folder) {
    m_preferences.addRecentProject(folder);
    std::erase_if(m_items, [&folder](const Item& item) { return item.folder == folder; });
    list();
}

void RecentProjects::remove(const QString& folder) {
    m_preferences.removeRecentProject(folder);
    list();
}

void RecentProjects::setPinned(const QString& folder, bool isPinned) {
    m_preferences.setPinned(folder, isPinned);
    list();
}

void RecentProjects::locate(const QString& lost, const QString& found) {
    if (m_locating.isRunning())
        return;
    const QString folder = QDir::cleanPath(QFileInfo(found).absoluteFilePath());
    m_locating.start([glance = m_services.glance,
                      path = pathFromQt(folder)](const JobControl& control) { return glance(path, control); },
                     [this, lost, folder](const ProjectGlance& glance) { move(lost, folder, glance); });
}

void RecentProjects::move(const QString& lost, const QString& found, const ProjectGlance& glance) {
    const QString id = m_preferences.projectId(lost);
    if (!id.isEmpty() && id != toQt(glance.id)) {
        Q_EMIT notLocated({QStringLiteral("PRJ-021"),
                           tr("%1 is another project than the one that is missing. Choose the folder that %2 was moved "
                              "to, or open the other project by itself.")
                               .arg(QDir::toNativeSeparators(found), QFileInfo(lost).completeBaseName()),
                           {}});
        return;
    }
    m_preferences.moveRecentProject(lost, found);
    std::erase_if(m_items, [&](const Item& item) { return item.folder == lost || item.folder == found; });
    list();
}

void RecentProjects::list() {
    std::vector<Item> items;
    const QStringList folders = m_preferences.recentProjects();
    for (const QString& folder : folders) {
        const auto known = std::ranges::find(m_items, folder, &Item::folder);
        items.push_back(known == m_items.end() ? Item{folder} : std::move(*known));
        items.back().isPinned = m_preferences.isPinned(folder);
    }
    m_items = std::move(items);
    Q_EMIT changed();
    readNext();
}

void RecentProjects::readNext() {
    if (m_job.isRunning())
        return;
    const auto next =
        std::ranges::find_if(m_items, [](const Item& item) { return !item.glance.has_value() && !item.isLost; });
    if (next == m_items.end())
        return;
    m_reading = next->folder;
    m_job.start([glance = m_services.glance,
                 folder = pathFromQt(m_reading)](const JobControl& control) { return glance(folder, control); },
                [this](const ProjectGlance& glance) { take(m_reading, glance); });
}

void RecentProjects::take(const QString& folder, const std::optional<ProjectGlance>& glance) {
    const auto item = std::ranges::find(m_items, folder, &Item::folder);
    if (item != m_items.end()) {
        item->glance = glance;
        item->isLost = !glance.has_value();
        if (glance)
            m_preferences.setProjectId(folder, toQt(glance->id));
        Q_EMIT itemRead(static_cast<int>(item - m_items.begin()));
    }
    readNext();
}

} // namespace nidus::ui
