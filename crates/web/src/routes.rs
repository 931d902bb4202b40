//! The table of routes. A route cannot be added without saying who may use it, and the table is what the access matrix is made from.

use std::pin::Pin;
use std::sync::Arc;

use anye_access::Permission;
use axum::Router;
use axum::extract::Request;
use axum::handler::Handler;
use axum::http::Method;
use axum::response::Response;
use axum::routing::{MethodFilter, on};

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

/// The answer to a request, some time later.
type Answer = Pin<Box<dyn Future<Output = Response> + Send>>;
/// A handler without its type: what axum does around a handler is compiled once, here, and not again for each of hundreds of routes.
type Call<S> = Box<dyn Fn(Request, S) -> Answer + Send + Sync>;

/// A route whose state is still to come.
struct Row<S> {
    route: Route,
    filter: MethodFilter,
    call: Call<S>,
}

/// Routes under construction.
pub struct Routes<S> {
    rows: Vec<Row<S>>,
    core: Core,
}

impl<S: Clone + Send + Sync + 'static> Routes<S> {
    /// None yet.
    pub fn new(core: &Core) -> Self {
        Self { rows: Vec::new(), core: core.clone() }
    }

    /// A page or operation to read.
    #[must_use]
    pub fn get<H: Handler<T, S>, T>(self, path: &'static str, guard: Guard, handler: H) -> Self {
        self.add(Method::GET, MethodFilter::GET, (path, guard), handler)
    }

    /// A form or operation that changes something.
    #[must_use]
    pub fn post<H: Handler<T, S>, T>(self, path: &'static str, guard: Guard, handler: H) -> Self {
        self.add(Method::POST, MethodFilter::POST, (path, guard), handler)
    }

    /// An operation that replaces something.
    #[must_use]
    pub fn put<H: Handler<T, S>, T>(self, path: &'static str, guard: Guard, handler: H) -> Self {
        self.add(Method::PUT, MethodFilter::PUT, (path, guard), handler)
    }

    /// An operation that changes a part.
    #[must_use]
    pub fn patch<H: Handler<T, S>, T>(self, path: &'static str, guard: Guard, handler: H) -> Self {
        self.add(Method::PATCH, MethodFilter::PATCH, (path, guard), handler)
    }

    /// An operation that takes something away.
    #[must_use]
    pub fn delete<H: Handler<T, S>, T>(self, path: &'static str, guard: Guard, handler: H) -> Self {
        self.add(Method::DELETE, MethodFilter::DELETE, (path, guard), handler)
    }

    fn add<H: Handler<T, S>, T>(
        mut self,
        method: Method,
        filter: MethodFilter,
        (path, guard): (&'static str, Guard),
        handler: H,
    ) -> Self {
        let call: Call<S> = Box::new(move |request, state| Box::pin(handler.clone().call(request, state)));
        self.rows.push(Row { route: Route { method, path, guard }, filter, call });
        self
    }

    /// The table, and the router with its state.
    pub fn finish(self, state: S) -> Built {
        let mut built = Built { router: Router::new(), table: Vec::with_capacity(self.rows.len()) };
        for Row { route, filter, call } in self.rows {
            let state = state.clone();
            built.add(&self.core, route, filter, Arc::new(move |request| call(request, state.clone())));
        }
        built
    }
}

/// A handler that has its state.
#[derive(Clone)]
struct Erased(Arc<dyn Fn(Request) -> Answer + Send + Sync>);

impl Handler<((),), ()> for Erased {
    type Future = Answer;

    fn call(self, request: Request, (): ()) -> Answer {
        (self.0)(request)
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
    fn add(
        &mut self,
        core: &Core,
        route: Route,
        filter: MethodFilter,
        call: Arc<dyn Fn(Request) -> Answer + Send + Sync>,
    ) {
        let check = guard::Check { core: core.clone(), guard: route.guard, path: route.path };
        let guarded = on(filter, Erased(call))
            .layer(axum::middleware::from_fn_with_state(Arc::new(check), guard::check));
        self.router = std::mem::take(&mut self.router).route(route.path, guarded);
        self.table.push(route);
    }

    /// Puts two features together.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.table.extend(other.table);
        self
    }
}
