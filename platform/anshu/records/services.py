"""What the rooms above the store share in one process: built once at start-up, then read."""

from dataclasses import dataclass

from anshu.access.loading import AccessLoader
from anshu.extensions.providers import Providers, installed_providers
from anshu.kernel.clock import Clock
from anshu.media.door import MediaContext
from anshu.media.files import MediaFiles
from anshu.media.imaging import ImagingPool
from anshu.outbox.doorbell import Doorbell
from anshu.records.books import Books
from anshu.settings import Settings
from anshu.store.unit_of_work import Store
from anshu_tenants.registry import Registry


@dataclass(frozen=True, slots=True)
class Services:
    """The process's services; holds no state of any request."""

    settings: Settings
    store: Store
    clock: Clock
    registry: Registry
    books: Books
    access: AccessLoader
    doorbell: Doorbell
    media: MediaContext
    providers: Providers


class ServicesHolder:
    """Services over a worker's own store, made when the worker's loop first asks."""

    def __init__(self, settings: Settings, clock: Clock, doorbell: Doorbell) -> None:
        self._settings = settings
        self._clock = clock
        self._doorbell = doorbell
        self._services: Services | None = None

    def over(self, store: Store) -> Services:
        """The services over this store."""
        if self._services is None or self._services.store is not store:
            self._services = build_services(
                self._settings, self._clock, doorbell=self._doorbell, store=store
            )
        return self._services


def services_of(settings: object, store: Store) -> Services:
    """A reaction's services; TypeError unless its worker was started with a ServicesHolder."""
    if not isinstance(settings, ServicesHolder):
        raise TypeError("the worker's settings must be a ServicesHolder")
    return settings.over(store)


def build_services(
    settings: Settings,
    clock: Clock,
    *,
    doorbell: Doorbell | None = None,
    store: Store | None = None,
    providers: Providers | None = None,
) -> Services:
    """Services over a store (a new one unless given); nothing is connected yet.

    Facts come from the providers of the installed modules unless others are given.
    """
    store = store or settings.open_store()
    return Services(
        settings=settings,
        store=store,
        clock=clock,
        registry=Registry(store, settings.control_node),
        books=Books(store),
        access=AccessLoader(clock),
        doorbell=doorbell or Doorbell(),
        media=MediaContext(store, MediaFiles(settings.media_root), ImagingPool(), clock),
        providers=installed_providers() if providers is None else providers,
    )
