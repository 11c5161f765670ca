// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/home/recent_list.h"

#include "ui/common/controls.h"
#include "ui/common/qt_convert.h"
#include "ui/home/recent_projects.h"
#include "ui/theme/icon.h"
#include "ui/viewer/thumbnail.h"

#include <QCommandLinkButton>
#include <QCoreApplication>
#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

namespace nidus::ui {
namespace {

constexpr int kPictureSize = 44;

QString nameOf(const QString& folder) {
    return QFileInfo(folder).completeBaseName();
}

QIcon pictureIcon(const Volume& slice, qreal ratio) {
    QImage picture = thumbnail(slice, qRound(kPictureSize * ratio));
    picture.setDevicePixelRatio(ratio);
    QPixmap square(QSize(kPictureSize, kPictureSize) * ratio);
    square.setDevicePixelRatio(ratio);
    square.fill(Qt::transparent);
    QPainter painter(&square);
    paintThumbnail(painter, {0, 0, kPictureSize, kPictureSize}, picture);
    painter.end();
    return QIcon(square);
}

} // namespace

class RecentRow final : public QWidget {
    Q_DECLARE_TR_FUNCTIONS(nidus::ui::RecentList)

public:
    explicit RecentRow(int number)
        : m_link(new QCommandLinkButton), m_locate(new QPushButton(tr("Locate…"))), m_pin(new QToolButton) {
        auto* row = new QHBoxLayout(this);
        row->setContentsMargins(0, 0, 0, 0);
        m_link->setObjectName(QStringLiteral("recent_%1").arg(number));
        m_link->setIconSize({kPictureSize, kPictureSize});
        m_link->setContextMenuPolicy(Qt::CustomContextMenu);
        m_locate->setObjectName(QStringLiteral("locate_%1").arg(number));
        m_locate->setToolTip(tr("Choose the folder that the project was moved to"));
        m_pin->setObjectName(QStringLiteral("pin_%1").arg(number));
        m_pin->setCheckable(true);
        m_pin->setAutoRaise(true);
        m_pin->setFocusPolicy(Qt::StrongFocus);
        row->addWidget(m_link, 1);
        row->addWidget(m_locate);
        row->addWidget(m_pin);
    }

    void showItem(const RecentProjects::Item& item) {
        m_folder = item.folder;
        const QString name = nameOf(m_folder);
        m_link->setText(name);
        m_link->setToolTip(QDir::toNativeSeparators(m_folder));
        const bool hasPicture = item.glance && !item.glance->picture.voxels.empty();
        m_link->setIcon(hasPicture    ? pictureIcon(item.glance->picture, devicePixelRatioF())
                        : item.isLost ? icon(QStringLiteral("triangle-alert"), Tint::Faint)
                                      : icon(QStringLiteral("layers"), Tint::Faint));
        m_link->setDescription(description(item));
        m_link->setAccessibleName(tr("Open project %1").arg(name));
        m_link->setAccessibleDescription(m_link->description());
        m_locate->setVisible(item.isLost);
        m_locate->setAccessibleName(tr("Locate project %1").arg(name));
        m_pin->setChecked(item.isPinned);
        m_pin->setIcon(icon(QStringLiteral("pin"), item.isPinned ? Tint::Accent : Tint::Faint));
        m_pin->setToolTip(item.isPinned ? tr("Pinned: stays at the top of the list")
                                        : tr("Keep at the top of the list"));
        m_pin->setAccessibleName(tr("Pin project %1").arg(name));
    }

    [[nodiscard]] const QString& folder() const { return m_folder; }
    [[nodiscard]] QCommandLinkButton* link() const { return m_link; }
    [[nodiscard]] QPushButton* locate() const { return m_locate; }
    [[nodiscard]] QToolButton* pin() const { return m_pin; }

private:
    static QString description(const RecentProjects::Item& item) {
        const QString place = QDir::toNativeSeparators(QFileInfo(item.folder).path());
        if (item.isLost)
            return tr("Not found: %1").arg(place);
        if (!item.glance || item.glance->cases == 0)
            return place;
        QStringList classes;
        for (const auto& [name, count] : item.glance->classes)
            classes << QStringLiteral("%1 %2").arg(count).arg(toQt(name));
        const QString cases = tr("%n case(s)", nullptr, item.glance->cases);
        return (QStringList{cases} + classes).join(QStringLiteral("  ·  "));
    }

    QString m_folder;
    QCommandLinkButton* m_link;
    QPushButton* m_locate;
    QToolButton* m_pin;
};

RecentList::RecentList(RecentProjects& projects, QWidget* parent)
    : QWidget(parent), m_projects(projects), m_column(new QVBoxLayout(this)) {
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(2);
    connect(&m_projects, &RecentProjects::changed, this, &RecentList::showList);
    connect(&m_projects, &RecentProjects::itemRead, this, [this](int index) {
        const auto place = static_cast<std::size_t>(index);
        m_rows[place]->showItem(m_projects.items()[place]);
    });
    showList();
}

/// Rows are kept: one of them may be the sender of the click that got us here, and has the focus.
void RecentList::showList() {
    const std::vector<RecentProjects::Item>& items = m_projects.items();
    while (m_rows.size() < items.size())
        addRow();
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        m_rows[i]->setVisible(i < items.size());
        if (i < items.size())
            m_rows[i]->showItem(items[i]);
    }
}

void RecentList::addRow() {
    auto* row = new RecentRow(static_cast<int>(m_rows.size()));
    connect(row->link(), &QCommandLinkButton::clicked, this, [this, row] { Q_EMIT projectChosen(row->folder()); });
    connect(row->link(), &QWidget::customContextMenuRequested, this,
            [this, row](const QPoint& at) { offerMore(row->folder(), row->link()->mapToGlobal(at)); });
    connect(row->locate(), &QPushButton::clicked, this, [this, row] { Q_EMIT locateWanted(row->folder()); });
    connect(row->pin(), &QToolButton::clicked, this,
            [this, row](bool isPinned) { m_projects.setPinned(row->folder(), isPinned); });
    m_column->addWidget(row);
    m_rows.push_back(row);
}

void RecentList::offerMore(const QString& folder, const QPoint& at) {
    auto* menu = named(new QMenu(this), "recentMenu", tr("What to do with the project"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("&Open"), this, [this, folder] { Q_EMIT projectChosen(folder); });
    menu->addAction(tr("&Show in folder"), this,
                    [folder] { QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(folder).path())); });
    menu->addSeparator();
    menu->addAction(tr("&Remove from the list"), this, [this, folder] { m_projects.remove(folder); });
    menu->popup(at);
}

} // namespace nidus::ui
