//! The table of routes. A route cannot be added without saying who may use it, and the table is what the access matrix is made from.

use std::sync::Arc;

use anye_access::Permission;
use axum::Router;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodFilter, MethodRouter, on};

use crate::core::Core;
use crate::guard;

/// Who may use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    /// Everybody, signed in or not: sign-in, health, style sheets, the verify pages.
    Public,
    /// Everybody who is signed in.
    SignedIn,
    /// Who holds this permission somewhere. Which rows are shown is decided by the use case, row by row.
    Needs(Permission),
}

/// A row of the table.
#[derive(Debug, Clone)]
pub struct Route {
    /// Method.
    pub method: Method,
    /// Pattern.
    pub path: &'static str,
    /// Who may use it.
    pub guard: Guard,
}

impl Route {
    /// Whether it is an operation of the API.
    pub fn is_api(&self) -> bool {
        self.path.starts_with("/api/")
    }
}

/// Routes under construction.
pub struct Routes<S> {
    router: Router<S>,
    table: Vec<Route>,
    core: Core,
}

impl<S: Clone + Send + Sync + 'static> Routes<S> {
    /// None yet.
    pub fn new(core: &Core) -> Self {
        Self { router: Router::new(), table: Vec::new(), core: core.clone() }
    }

    /// A page or operation to read.
    #[must_use]
    pub fn get<H, T>(self, path: &'static str, guard: Guard, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        self.add(Method::GET, path, guard, on(MethodFilter::GET, handler))
    }

    /// A form or operation that changes something.
    #[must_use]
    pub fn post<H, T>(self, path: &'static str, guard: Guard, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        self.add(Method::POST, path, guard, on(MethodFilter::POST, handler))
    }

    /// An operation that replaces something.
    #[must_use]
    pub fn put<H, T>(self, path: &'static str, guard: Guard, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        self.add(Method::PUT, path, guard, on(MethodFilter::PUT, handler))
    }

    /// An operation that changes a part.
    #[must_use]
    pub fn patch<H, T>(self, path: &'static str, guard: Guard, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        self.add(Method::PATCH, path, guard, on(MethodFilter::PATCH, handler))
    }

    /// An operation that takes something away.
    #[must_use]
    pub fn delete<H, T>(self, path: &'static str, guard: Guard, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        self.add(Method::DELETE, path, guard, on(MethodFilter::DELETE, handler))
    }

    fn add(mut self, method: Method, path: &'static str, guard: Guard, service: MethodRouter<S>) -> Self {
        let check = guard::Check { core: self.core.clone(), guard, path };
        let guarded = service.layer(axum::middleware::from_fn_with_state(Arc::new(check), guard::check));
        self.router = self.router.route(path, guarded);
        self.table.push(Route { method, path, guard });
        self
    }

    /// The table, and the router with its state.
    pub fn finish(self, state: S) -> Built {
        Built { router: self.router.with_state(state), table: self.table }
    }
}

/// Routes of one feature, done.
pub struct Built {
    /// The router.
    pub router: Router,
    /// Its rows.
    pub table: Vec<Route>,
}

impl Built {
    /// Puts two features together.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.table.extend(other.table);
        self
    }
}
