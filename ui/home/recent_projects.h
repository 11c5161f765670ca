// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/job_runner.h"
#include "ui/services.h"

#include <QObject>
#include <QString>

#include <map>
#include <optional>
#include <vector>

namespace nidus::ui {

class Preferences;

/// The projects that were open before: pinned ones first, then the newest. What there is to see of each is read in the
/// background, one after the other, so that no lost drive holds up the window.
class RecentProjects final : public QObject {
    Q_OBJECT

public:
    struct Item {
        QString folder;
        bool isPinned = false;
        bool isLost = false;                   ///< it is not there, or cannot be read
        std::optional<ProjectGlance> glance{}; ///< once it was read
    };

    RecentProjects(const Services& services, Preferences& preferences, QObject* parent = nullptr);

    [[nodiscard]] const std::vector<Item>& items() const { return m_items; }
    /// It is open now; what is shown of it is read again.
    void add(const QString& folder);
    void remove(const QString& folder);
    void setPinned(const QString& folder, bool isPinned);
    /// Puts `found` in the place of a project that is lost; refuses what is no project, or another one.
    void locate(const QString& lost, const QString& found);

Q_SIGNALS:
    void changed();
    /// More is known of one of the items.
    void itemRead(int index);
    void notLocated(const nidus::ui::Failure& failure);

private:
    void list();
    void readNext();
    void take(const QString& folder, const std::optional<ProjectGlance>& glance);
    void move(const QString& lost, const QString& found, const ProjectGlance& glance);

    const Services& m_services;
    Preferences& m_preferences;
    std::vector<Item> m_items;
    QString m_reading;
    JobRunner m_locating;
    JobRunner m_job; // last: joins before the rest dies
};

} // namespace nidus::ui
