// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <vector>

class QVBoxLayout;

namespace nidus::ui {

class RecentProjects;
class RecentRow;

/// The recent projects one below the other, each with a picture and a pin. One that is not there
/// can be located. A context menu has what else can be done.
class RecentList final : public QWidget {
    Q_OBJECT

public:
    explicit RecentList(RecentProjects& projects, QWidget* parent = nullptr);

Q_SIGNALS:
    void projectChosen(const QString& folder);
    void locateWanted(const QString& folder); ///< of one that is not there

private:
    void showList();
    void addRow();
    void offerMore(const QString& folder, const QPoint& at);

    RecentProjects& m_projects;
    QVBoxLayout* m_column;
    std::vector<RecentRow*> m_rows;
};

} // namespace nidus::ui
