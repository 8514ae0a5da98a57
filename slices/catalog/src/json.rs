//! What programs get of the catalogue, below `/api/v1` (OPS-7).

use crate::course;
use utoipa_axum::routes;
use xingtan_web::json::ApiRouter;

/// The addresses of this slice with their documentation.
pub fn routes() -> ApiRouter {
    ApiRouter::new().routes(routes!(course::json::list)).routes(routes!(course::json::one))
}
