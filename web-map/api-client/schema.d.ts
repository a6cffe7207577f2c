// Made by `npm run api-types` from the description of the API; not to be edited.
export interface paths {
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process lives */
        get: operations["getHealthz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether it shows all layers and reaches its store */
        get: operations["getReadyz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Metrics for Prometheus */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/layers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All layers 图层 */
        get: operations["getLayers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/layers/{layer}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One layer */
        get: operations["getLayersByLayer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/themes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All themes 专题图 */
        get: operations["getThemes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/themes/{theme}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One theme */
        get: operations["getThemesByTheme"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/layers/{layer}/features": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Features of a layer, a page at a time 要素
         * @description In the order of their ids. A page can end before `limit` when it grows large; the last has a cursor of null.
         */
        get: operations["getLayersByLayerFeatures"];
        put?: never;
        /** Add a feature */
        post: operations["postLayersByLayerFeatures"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/layers/{layer}/features/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One feature */
        get: operations["getLayersByLayerFeaturesById"];
        /**
         * Replace a feature
         * @description What GET answered may be sent back; read-only members are ignored.
         */
        put: operations["putLayersByLayerFeaturesById"];
        post?: never;
        /** Remove a feature */
        delete: operations["deleteLayersByLayerFeaturesById"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/layers/{layer}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Features as a file 导出
         * @description The features that GET .../features would select, all of them, as of one moment.
         */
        get: operations["getLayersByLayerExport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/datasets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Data sets and the typed layers 数据集 */
        get: operations["getDatasets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/datasets/{layer}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One data set and its versions */
        get: operations["getDatasetsByLayer"];
        put?: never;
        post?: never;
        /** Remove a data set with all it was */
        delete: operations["deleteDatasetsByLayer"];
        options?: never;
        head?: never;
        /** Name a data set, its source and licence anew */
        patch: operations["patchDatasetsByLayer"];
        trace?: never;
    };
    "/api/datasets/{layer}/revert": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Go back to an earlier version
         * @description That is a new version, so it can be undone too.
         */
        post: operations["postDatasetsByLayerRevert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/backup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The whole store as one file 备份
         * @description As of one moment; `npm run restore` takes it. On the embedded store writes wait until it is made.
         */
        get: operations["getBackup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Leave a file to be looked at and imported 上传
         * @description It is held until ten minutes after its last use, eight files at a time.
         */
        post: operations["postUploads"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/uploads/{upload}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Let go of a file */
        delete: operations["deleteUploadsByUpload"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import a file into a layer 导入
         * @description The file is the body, or an upload. What is refused before a row was read is a problem; from then on the last line tells.
         */
        post: operations["postImports"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/inspect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Look at an upload without importing it */
        post: operations["postImportsInspect"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/crs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Coordinate systems by code, name or area 坐标系 */
        get: operations["getCrs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tiles/{tileset}.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a tileset holds, as TileJSON 3.0 瓦片集 */
        get: operations["getTilesByTilesetJson"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tiles/{tileset}/{z}/{x}/{y}.mvt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One vector tile 矢量切片 */
        get: operations["getTilesByTilesetByZByXByYMvt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/styles/{theme}.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A complete MapLibre style of a theme 样式
         * @description It names no sprite: icons come from a resolver of missing images.
         */
        get: operations["getStylesByThemeJson"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/basemap/{z}/{x}/{y}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A tile of the operator's basemap 底图 */
        get: operations["getBasemapByZByXByY"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/units": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Units below a unit, with its own chain 单元 */
        get: operations["getUnits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/locate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Units and zones that points lie in 落格
         * @description The units are told finest first. NDJSON in, a point a line, gives NDJSON out, a line each: as many as there are. A bad line is answered with its error.
         */
        post: operations["postLocate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/within": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Features that lie in a geometry 圈选
         * @description By layer as asked, then id. Points in areas are told by the half-open rule: areas side by side share none and lose none.
         */
        post: operations["postWithin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nearest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Features nearest to a point 就近
         * @description By geodesic distance, then layer as asked, then id; `distance_m` and `bearing_deg` are added to the properties.
         */
        post: operations["postNearest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/around": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Features within a distance of a geometry 周边、沿线
         * @description Around a line it is its corridor. Order and properties as `nearest` has them.
         */
        post: operations["postAround"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cameras/visible": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cameras that see a place, now, if turned, or if no building stood between 可视
         * @description Of a line also which stretches are covered now and which are not, in metres along it.
         */
        post: operations["postCamerasVisible"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cameras/coverage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Share of a unit, and of its roads, that cameras have in view 视频覆盖率
         * @description What online cameras see now, possible views counted, as far as 1000 m and as far as no building stands between. Figures are worked out in the background, from the first question on and again after changes. So the answer always comes at once: while `state` is `computing` its figures are as of `seq`, and null before there are any; ask again.
         */
        get: operations["getCamerasCoverage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/fences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Fences, a page at a time 围栏
         * @description In the order in which they were made. A page can end before `limit` when it grows large.
         */
        get: operations["getFences"];
        put?: never;
        /**
         * Add a fence
         * @description What contradicts itself is refused; what cannot fire as things are, a filter that matches nothing for one, is saved and said in `warnings`.
         */
        post: operations["postFences"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/fences/{fence}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One fence */
        get: operations["getFencesByFence"];
        /**
         * Replace a fence by its next version
         * @description What GET answered may be sent back; read-only members are ignored. A rule that says the same makes no new version.
         */
        put: operations["putFencesByFence"];
        post?: never;
        /**
         * Remove a fence
         * @description Its versions and its alerts stay.
         */
        delete: operations["deleteFencesByFence"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/fences/{fence}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a fence said, version by version
         * @description Also of a fence that was removed.
         */
        get: operations["getFencesByFenceVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/fence-templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Fences to begin with 模板 */
        get: operations["getFenceTemplates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/fences/{fence}/backtest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a fence would have raised 回测
         * @description The alerts it would have raised had it been made at `from`, over all fixes that are kept, also those that came too late. Nothing is written, and nobody
         *     is told. Zones and groups of objects are those of now. Asked for `application/x-ndjson` it is told as it comes about; who closes the connection ends it.
         */
        post: operations["postFencesByFenceBacktest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/fences/backtest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a rule would have raised that no fence has 回测
         * @description The alerts it would have raised had it been made at `from`, over all fixes that are kept, also those that came too late. Nothing is written, and nobody
         *     is told. Zones and groups of objects are those of now. Asked for `application/x-ndjson` it is told as it comes about; who closes the connection ends it.
         */
        post: operations["postFencesBacktest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Alerts, newest first 预警
         * @description By event time. Withdrawn ones are marked and listed too; those of dry runs only when they are asked for.
         */
        get: operations["getAlerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/alerts/{alert}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One alert */
        get: operations["getAlertsByAlert"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/alerts/{alert}/ack": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Acknowledge an alert 确认
         * @description One that is open; one that is acknowledged stays as it is.
         */
        post: operations["postAlertsByAlertAck"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/alerts/{alert}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open an alert again 重新打开
         * @description One that is closed; it is then nobody’s. One that is open stays as it is.
         */
        post: operations["postAlertsByAlertReopen"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/alerts/{alert}/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Assign an alert 派发
         * @description An alert that is open, acknowledged or assigned; to the same again changes nothing.
         */
        post: operations["postAlertsByAlertAssign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/alerts/{alert}/note": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Write a note to an alert 备注
         * @description Whatever its status.
         */
        post: operations["postAlertsByAlertNote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/alerts/{alert}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close an alert 关闭
         * @description Whatever its status; one that is closed stays as it is.
         */
        post: operations["postAlertsByAlertClose"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/positions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The latest position of each object 最新定位
         * @description By object. Of what was received too long ago to be kept nothing is known.
         */
        get: operations["getPositions"];
        put?: never;
        /**
         * Report positions 定位上报
         * @description A JSON array, or NDJSON, a position a line and as many as there are. Each is checked by itself: a bad one is told, by its place, and the others
         *     are taken. NDJSON is committed as it comes, every 200 ms or 5,000 positions; the answer comes at the end and counts what is committed, and so does a problem that
         *     ends it early. Positions may come late, out of order and twice.
         */
        post: operations["postPositions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/positions/{object}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The track of an object 轨迹
         * @description By time, each time once; empty for an object that nothing is known of.
         */
        get: operations["getPositionsByObject"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Changes as they happen, as server-sent events 变更流
         * @description The data of each event is JSON: `change` (ChangeEvent), `tiles` (TilesEvent), `alert` (AlertTold), `hello` at the beginning and `heartbeat` every five
         *     seconds (`seq`), `position` (PositionEvent: where objects are now, at most twice a second; of chosen layers it belongs to `patrol`),
         *     `reset` when events were lost and everything shown must be read again.
         */
        get: operations["getStream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Webhooks 推送 */
        get: operations["getWebhooks"];
        put?: never;
        /**
         * Add a webhook
         * @description Events are sent by POST and signed as Standard Webhooks has it: HMAC-SHA256 over `webhook-id.webhook-timestamp.body`, in `webhook-signature`. They come at least once, those of one fence and object in order; the id of an event stays the same. What is not answered with 2xx within ten seconds is sent again, later and later, 14 times in all.
         */
        post: operations["postWebhooks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{webhook}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One webhook */
        get: operations["getWebhooksByWebhook"];
        /**
         * Set a webhook anew, pause it or let it go on
         * @description If-Match takes the `version` of the body as a tag, as POST and PUT answer it in ETag.
         */
        put: operations["putWebhooksByWebhook"];
        post?: never;
        /** Remove a webhook, and what was still to be sent to it */
        delete: operations["deleteWebhooksByWebhook"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{webhook}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A new secret for a webhook
         * @description For a day events are signed with the one before, too.
         */
        post: operations["postWebhooksByWebhookRotate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{webhook}/ping": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send an event without meaning, to see whether it arrives */
        post: operations["postWebhooksByWebhookPing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{webhook}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of the events of a webhook, a page at a time */
        get: operations["getWebhooksByWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{webhook}/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send again all events of a webhook that were given up */
        post: operations["postWebhooksByWebhookRedeliver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{webhook}/deliveries/{delivery}/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send an event again, whatever became of it */
        post: operations["postWebhooksByWebhookDeliveriesByDeliveryRedeliver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether one is signed in 会话 */
        get: operations["getSession"];
        put?: never;
        /** Sign in with the token */
        post: operations["postSession"];
        /** Sign out */
        delete: operations["deleteSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This description, OpenAPI 3.1 接口文档 */
        get: operations["getOpenapiJson"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This description as a page */
        get: operations["getDocs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description What failed. Codes:
         *
         *     | code | status | |
         *     |---|---|---|
         *     | `bad-json` | 400 | The body is not JSON in UTF-8, ends early or nests too deep. |
         *     | `bad-parameter` | 400 | A parameter of the query or path is not what it must be; `parameter` names it. |
         *     | `unknown-parameter` | 400 | The query has a parameter that is not taken here; `parameter` names it. |
         *     | `bad-filter` | 400 | The filter is not CQL2 text, or does not fit the layer. |
         *     | `bad-tile` | 400 | There is no tile at this zoom, column and row. |
         *     | `bad-geometry` | 400 | A geometry or position breaks a rule. |
         *     | `bad-property` | 400 | A member of the body, or a property of a feature, is not what it must be; `property` names it. |
         *     | `bad-import` | 400 | A file cannot be read or imported; `rule` names what it breaks. |
         *     | `bad-fence` | 400 | The rule of a fence contradicts itself, so that it could never fire; `property` names what is at fault. |
         *     | `unauthorized` | 401 | A token or a session is missing or wrong. |
         *     | `forbidden` | 403 | The request came from a page of another site. |
         *     | `unknown-layer` | 404 | There is no such layer. |
         *     | `unknown-theme` | 404 | There is no such theme. |
         *     | `unknown-feature` | 404 | The layer has no such feature. |
         *     | `unknown-webhook` | 404 | There is no such webhook. |
         *     | `unknown-fence` | 404 | There is no such fence, or it was removed. |
         *     | `unknown-alert` | 404 | There is no such alert. |
         *     | `not-found` | 404 | There is nothing at this path. |
         *     | `method-not-allowed` | 405 | The path has other methods; `Allow` names them. |
         *     | `duplicate-id` | 409 | There is a feature with this id already. |
         *     | `unit-layer` | 409 | Units are changed as a set only. |
         *     | `read-only-layer` | 409 | The layer is computed or built in and cannot be changed so. |
         *     | `invalid-coverage` | 409 | A set of units would leave a gap, an overlap or a crossing. |
         *     | `seq-not-reached` | 409 | The change asked for by `min_seq` is not shown here yet; `seq` is what is. |
         *     | `edited-since` | 409 | Features were edited since the version to go back to; `count` and `ids` tell which. |
         *     | `alert-status` | 409 | The status of the alert does not allow this; `alertStatus` is what it is. |
         *     | `version-gone` | 410 | What the version was is not kept any more. |
         *     | `stale-version` | 412 | The feature or fence was changed by someone else in the meantime. |
         *     | `too-large` | 413 | The body or its header is larger than is taken. |
         *     | `unsupported-media-type` | 415 | The body is of a type or an encoding that is not taken here. |
         *     | `expectation-failed` | 417 | Expect asks for something else than 100-continue. |
         *     | `misdirected-host` | 421 | Host is not a name of this server. |
         *     | `version-required` | 428 | If-Match is missing. |
         *     | `busy` | 429 | As much as the server does of this at a time is being done; try again later. |
         *     | `store-unavailable` | 503 | The database cannot be reached; reads go on. |
         *     | `store-locked` | 503 | Another process holds the database. |
         *     | `not-caught-up` | 503 | The layers are still being loaded. |
         *     | `not-shown` | 503 | The write is committed as change `seq` and not shown yet; do not send it again. |
         *     | `too-many-subscribers` | 503 | As many streams as the server serves are open. |
         *     | `internal` | 500 | A defect of the server; its log has the details. |
         */
        Problem: {
            /** @constant */
            type: "about:blank";
            title: string;
            status: number;
            /** @enum {string} */
            code: "bad-json" | "bad-parameter" | "unknown-parameter" | "bad-filter" | "bad-tile" | "bad-geometry" | "bad-property" | "bad-import" | "bad-fence" | "unauthorized" | "forbidden" | "unknown-layer" | "unknown-theme" | "unknown-feature" | "unknown-webhook" | "unknown-fence" | "unknown-alert" | "not-found" | "method-not-allowed" | "duplicate-id" | "unit-layer" | "read-only-layer" | "invalid-coverage" | "seq-not-reached" | "edited-since" | "alert-status" | "version-gone" | "stale-version" | "too-large" | "unsupported-media-type" | "expectation-failed" | "misdirected-host" | "version-required" | "busy" | "store-unavailable" | "store-locked" | "not-caught-up" | "not-shown" | "too-many-subscribers" | "internal";
            /** @description Names the wrong value and the rule it breaks. */
            detail: string;
            requestId?: string;
        };
        Alert: {
            id: string;
            /** @description Counts the changes of this alert; part of its ETag. */
            version: number;
            fence: string;
            fenceVersion: number;
            fenceName: string;
            /** @description Null where no single object is meant. */
            object: string | null;
            /** @description Key of the zone: layer/id, or geometry/ and a hash of what was drawn. */
            zone: string;
            zoneName: string;
            /** @enum {string} */
            transition: "enter" | "exit" | "cross" | "dwell" | "loiter" | "crowd" | "absent" | "silent" | "speed" | "corridor";
            /** @description The same for all alerts of one stay: id of the enter that began it, or of the alert itself. */
            situation: string;
            /**
             * Format: date-time
             * @description When it happened, by the fixes.
             */
            time: string;
            /** Format: date-time */
            decidedAt: string;
            /** @description Fixes that came late made it so. */
            late: boolean;
            /** @description The object was inside already when the fence began to look. */
            initial: boolean;
            /** @description Why, where no fix was: disabled, deleted, schedule, object-removed, zone-removed, zone-changed. */
            reason: string | null;
            /** @description Fixes that came late showed that it was not so. */
            withdrawn: boolean;
            dryRun: boolean;
            /** @enum {string} */
            severity: "info" | "minor" | "major" | "critical";
            position: components["schemas"]["Place"] | null;
            evidence: components["schemas"]["AlertEvidence"];
            /** @description One line, made of the evidence. */
            explanation: components["schemas"]["Text"];
            /** @description What the fence says of it, if it says something. */
            message: components["schemas"]["Text"] | null;
            /** @description The fixes it was decided by. */
            fixes: components["schemas"]["AlertFix"][];
            /** @enum {string} */
            status: "open" | "acknowledged" | "assigned" | "closed";
            assignee: string | null;
            /** @description Oldest first. */
            history: components["schemas"]["AlertEvent"][];
            /** @description With `group=situation`: alerts of its situation that meet the same conditions. */
            count?: number;
        };
        AlertEvent: {
            /** Format: date-time */
            at: string;
            actor: string;
            /** @enum {string} */
            action: "raised" | "ack" | "assign" | "note" | "close" | "reopen" | "withdraw" | "update";
            note?: string;
            /** @description Who it was assigned to. */
            to?: string;
        };
        AlertEvidence: {
            edge?: number;
            confirmed?: number;
            accuracy?: number | null;
            seconds?: number;
            entries?: number;
            count?: number;
            speed?: number;
            window?: number;
            needed?: number;
            limit?: number;
        };
        AlertFix: {
            /** Format: date-time */
            time: string;
            lon: number;
            lat: number;
            accuracy: number | null;
        };
        AlertList: {
            alerts: components["schemas"]["Alert"][];
            /** @description Opaque position of the next page; null on the last. */
            cursor: string | null;
        };
        AroundRequest: {
            geometry?: components["schemas"]["Geometry"];
            distance: number;
            maxAge?: number;
            layers: string[];
            filter?: string;
            datetime?: string;
            limit?: number;
            cursor?: string;
        };
        AssignRequest: {
            to: string;
        };
        BacktestAlert: {
            id: string;
            /** @description Null where no single object is meant. */
            object: string | null;
            /** @description Key of the zone: layer/id, or geometry/ and a hash of what was drawn. */
            zone: string;
            zoneName: string;
            /** @enum {string} */
            transition: "enter" | "exit" | "cross" | "dwell" | "loiter" | "crowd" | "absent" | "silent" | "speed" | "corridor";
            /**
             * Format: date-time
             * @description When it happened, by the fixes.
             */
            time: string;
            /** @description The object was inside already when the fence began to look. */
            initial: boolean;
            /** @description Why, where no fix was: disabled, deleted, schedule, object-removed, zone-removed, zone-changed. */
            reason: string | null;
            position: components["schemas"]["Place"] | null;
            /** @enum {string} */
            severity: "info" | "minor" | "major" | "critical";
            /** @description One line, made of the evidence. */
            explanation: components["schemas"]["Text"];
            /** @description The fixes it was decided by. */
            fixes: components["schemas"]["AlertFix"][];
            /** @description The same for all alerts of one stay: id of the enter that began it, or of the alert itself. */
            situation: string;
            /** @description Null for a rule that no fence has. */
            fence: string | null;
            /** @description Null for a rule that is no version. */
            fenceVersion: number | null;
        };
        BacktestDraftRequest: {
            /**
             * Format: date-time
             * @description When the fence begins: what is inside then has entered then. RFC 3339, event time.
             */
            from: string;
            /**
             * Format: date-time
             * @description The last time that is looked at; after `from`, by 31 days at most.
             */
            to: string;
            runs: {
                rule: components["schemas"]["FenceInput"];
            }[];
        };
        BacktestLine: {
            /** @constant */
            type: "progress";
            objects: {
                done: number;
                of: number;
            };
            fixes: number;
        } | {
            /** @enum {string} */
            run: "first" | "second" | "both";
            alert: components["schemas"]["BacktestAlert"];
            /** @constant */
            type: "alert";
        } | {
            /** @constant */
            type: "done";
            /** @description Fixes of the time that were read. */
            fixes: number;
            /** @description Objects that were looked at. */
            objects: number;
            /** @description Fixes that say nothing, by why. None is too late here. */
            notEvaluated: {
                duplicate: number;
                tooFast: number;
                nullIsland: number;
                future: number;
            };
            runs: components["schemas"]["BacktestRun"][];
            /** @description Of two runs: alerts of both, and of one only. */
            comparison?: {
                both: number;
                first: number;
                second: number;
            };
        } | ({
            /** @constant */
            type: "error";
            status: number;
            code: string;
            detail: string;
        } & {
            [key: string]: unknown;
        });
        BacktestRequest: {
            /**
             * Format: date-time
             * @description When the fence begins: what is inside then has entered then. RFC 3339, event time.
             */
            from: string;
            /**
             * Format: date-time
             * @description The last time that is looked at; after `from`, by 31 days at most.
             */
            to: string;
            /** @description By default the fence as it is now. */
            runs?: ({
                version: number;
            } | {
                rule: components["schemas"]["FenceInput"];
            })[];
        };
        BacktestResult: {
            /** @description Fixes of the time that were read. */
            fixes: number;
            /** @description Objects that were looked at. */
            objects: number;
            /** @description Fixes that say nothing, by why. None is too late here. */
            notEvaluated: {
                duplicate: number;
                tooFast: number;
                nullIsland: number;
                future: number;
            };
            runs: components["schemas"]["BacktestRun"][];
            /** @description Of two runs: alerts of both, and of one only. */
            comparison?: {
                both: number;
                first: number;
                second: number;
            };
            alerts: {
                /** @enum {string} */
                run: "first" | "second" | "both";
                alert: components["schemas"]["BacktestAlert"];
            }[];
        };
        BacktestRun: {
            version: number | null;
            alerts: number;
            /** @description Those that there are. */
            byTransition: {
                [key: string]: number;
            };
            situations: number;
            /** @description There are more alerts than are told; the first 10000 by time are. */
            truncated: boolean;
        };
        /** @description West, south, east, north in degrees. */
        Bbox: [
            number,
            number,
            number,
            number
        ];
        CameraCoverage: {
            /** @description Of its area; null also where no cell has its centre in the unit. */
            area_share: number | null;
            /** @description Of the length of its roads; null also where it has none. */
            road_share: number | null;
            area_m2: number | null;
            area_in_view_m2: number | null;
            road_m: number | null;
            road_in_view_m: number | null;
            /** @description Cameras that stand in it, are online and have a known view. */
            cameras: number | null;
            /** @description Null for all units together, where there is not exactly one on top. */
            unit: {
                level: string;
                code: string;
                name: string;
            } | null;
            /** @description Side of the raster’s cells; a cell is in view when its centre is. */
            cell_m: number;
            /** @description Height above the ground of what is seen or not. */
            target_height_m: number;
            /**
             * @description `computing`: figures are as of `seq`, newer ones are being worked out.
             * @enum {string}
             */
            state: "current" | "computing";
            /** @description Of what is being worked out. */
            progress: number;
            /** @description Every change up to this one is in the figures; null where there are none yet. */
            seq: number | null;
            /** @description In the order of their codes. */
            children: {
                /** @description Of its area; null also where no cell has its centre in the unit. */
                area_share: number | null;
                /** @description Of the length of its roads; null also where it has none. */
                road_share: number | null;
                area_m2: number | null;
                area_in_view_m2: number | null;
                road_m: number | null;
                road_in_view_m: number | null;
                /** @description Cameras that stand in it, are online and have a known view. */
                cameras: number | null;
                level: string;
                code: string;
                name: string;
            }[];
        };
        CamerasExplained: {
            index: string;
            candidates: number;
            exactTests: number;
            buildingsTested: number;
            ms: number;
        };
        CamerasRequest: {
            /** @description [lon, lat] in degrees, WGS 84. */
            point?: [
                number,
                number
            ];
            line?: components["schemas"]["Geometry"];
            targetHeight?: number;
            filter?: string;
            /** @enum {string} */
            status?: "online" | "any";
        };
        /** @description Lists hold the first 1,000; lengths in metres, areas in square metres. */
        Cleaning: {
            moves: {
                id: string;
                from: components["schemas"]["Place"];
                to: components["schemas"]["Place"];
                metres: number;
            }[];
            movedVertices: number;
            /** @description In metres. */
            largestMove: number;
            filledGaps: {
                at: components["schemas"]["Place"];
                area: number;
                width: number;
                to: string;
            }[];
            resolvedOverlaps: {
                at: components["schemas"]["Place"];
                area: number;
                ids: string[];
                to: string;
            }[];
            left: components["schemas"]["ImportNote"][];
        };
        CloseRequest: {
            reason?: string;
        };
        Crs: {
            name: string;
            title: string;
        };
        CrsList: {
            crs: components["schemas"]["Crs"][];
        };
        Dataset: {
            id: string;
            title: components["schemas"]["Text"];
            /** @enum {string} */
            kind: "dataset" | "typed";
            geometry: string;
            coverage: boolean;
            rows: number;
            /** @description Estimate of what its rows take in the database; null when not known. */
            bytes: number | null;
            source: string | null;
            licence: string | null;
            /** @description The newest version; 0 when nothing was imported into it. */
            version: number;
            importedAt: string | null;
        };
        DatasetHistory: {
            id: string;
            title: components["schemas"]["Text"];
            /** @enum {string} */
            kind: "dataset" | "typed";
            geometry: string;
            coverage: boolean;
            rows: number;
            /** @description Estimate of what its rows take in the database; null when not known. */
            bytes: number | null;
            source: string | null;
            licence: string | null;
            /** @description The newest version; 0 when nothing was imported into it. */
            version: number;
            importedAt: string | null;
            versions: components["schemas"]["LayerVersion"][];
        };
        DatasetList: {
            datasets: components["schemas"]["Dataset"][];
        };
        DatasetPatch: {
            title?: string | {
                "zh-CN": string;
                en: string;
            };
            source?: string;
            licence?: string | null;
        };
        Delivery: {
            /** @description Header `webhook-id`: the same however often it is sent. */
            id: string;
            /** @enum {string} */
            type: "alert.raised" | "alert.updated" | "alert.withdrawn" | "ping";
            alert: string | null;
            /** @enum {string} */
            status: "pending" | "delivered" | "dead";
            attempts: number;
            /** Format: date-time */
            createdAt: string;
            /** @description When it is sent next; null unless it is pending. */
            dueAt: string | null;
            lastAttemptAt: string | null;
            /** @description HTTP status of the last answer; null where there was none. */
            lastStatus: number | null;
            lastError: string | null;
            deliveredAt: string | null;
        };
        DeliveryList: {
            deliveries: components["schemas"]["Delivery"][];
            /** @description Opaque position of the next page; null on the last. */
            cursor: string | null;
        };
        Explained: {
            index: string;
            looked: number;
            candidates: number;
            exactTests: number;
            ms: number;
        };
        Feature: {
            /** @constant */
            type: "Feature";
            id: string;
            version: number;
            geometry: components["schemas"]["Geometry"] | null;
            properties: {
                [key: string]: string | number | boolean | null;
            };
        };
        FeatureCollection: {
            /** @constant */
            type: "FeatureCollection";
            features: components["schemas"]["Feature"][];
            /** @description Opaque position of the next page; null on the last. */
            cursor: string | null;
        };
        FeatureInput: {
            /** @constant */
            type: "Feature";
            id?: string | number;
            geometry: components["schemas"]["Geometry"] | null;
            properties: {
                [key: string]: unknown;
            } | null;
        };
        Fence: {
            name: string;
            description?: string;
            /** @default true */
            enabled: boolean;
            /**
             * @description Decides, but its alerts are marked, not delivered, and not listed unless asked for.
             * @default false
             */
            dryRun: boolean;
            detect: ("enter" | "exit" | "cross" | "dwell" | "loiter" | "crowd" | "absent" | "silent" | "speed" | "corridor")[];
            objects: {
                ids: string[];
            } | {
                group: {
                    layer: string;
                    filter?: string;
                };
            } | {
                /** @constant */
                all: true;
            };
            zones: ({
                geometry: components["schemas"]["Geometry"];
                name?: string;
            } | {
                layer: string;
                id: string;
            } | {
                layer: string;
                filter: string;
            })[];
            /** @description Metres beyond the edge at which an object has left. */
            margin?: number;
            /** @description A transition counts when it has held for so many fixes in a row and so many seconds. */
            confirm: {
                /** @default 2 */
                fixes: number;
                /** @default 0 */
                seconds: number;
            };
            /** @description An object stays so long. */
            dwell?: {
                seconds: number;
            };
            /** @description Within `window` seconds an object is inside for `seconds` altogether, or enters `entries` times. */
            loiter?: {
                seconds?: number;
                entries?: number;
                window: number;
            };
            /** @description `count` objects or more are inside; it is over when there are fewer than `clear`. */
            crowd?: {
                count: number;
                clear?: number;
            };
            /** @description None of the objects is inside for so long. */
            absent?: {
                seconds: number;
            };
            /** @description An object inside has not reported for so long. */
            silent?: {
                seconds: number;
            };
            /** @description Inside, an object moves faster than `above` and slower than `below`, whichever is given, for `seconds`. */
            speed?: {
                above?: number;
                below?: number;
                /** @default 0 */
                seconds: number;
            };
            /** @description The zones are lines; an object leaves what is within half of `width` metres of one. */
            corridor?: {
                width: number;
            };
            /** @description Between fixes farther apart than this nothing is said about what lies between (cross). */
            maxGap: {
                /** @default 60 */
                seconds: number;
                /** @default 1000 */
                metres: number;
            };
            schedule?: {
                /**
                 * @description Name of the IANA time zone database.
                 * @default Asia/Shanghai
                 */
                timeZone: string;
                weekly: {
                    /** @description Days of the week on which it opens: 1 Monday to 7 Sunday. */
                    days: number[];
                    from: string;
                    /** @description When it closes; at or before `from` that is on the next day. */
                    to: string | "24:00";
                }[];
            };
            /**
             * @default minor
             * @enum {string}
             */
            severity: "info" | "minor" | "major" | "critical";
            /**
             * @description For so many seconds no other alert of the same object, zone and transition.
             * @default 0
             */
            cooldown: number;
            /** @description Text of its alerts; may name {object}, {zone}, {time} and {fence}. */
            message?: {
                "zh-CN": string;
                en: string;
            };
            id: string;
            /** @description 1, 2, ...; what a version says never changes. */
            version: number;
            /** Format: date-time */
            createdAt: string;
            createdBy: string;
            /** Format: date-time */
            updatedAt: string;
            updatedBy: string;
        };
        FenceInput: {
            name: string;
            description?: string;
            /** @default true */
            enabled: boolean;
            /**
             * @description Decides, but its alerts are marked, not delivered, and not listed unless asked for.
             * @default false
             */
            dryRun: boolean;
            detect: ("enter" | "exit" | "cross" | "dwell" | "loiter" | "crowd" | "absent" | "silent" | "speed" | "corridor")[];
            objects: {
                ids: string[];
            } | {
                group: {
                    layer: string;
                    filter?: string;
                };
            } | {
                /** @constant */
                all: true;
            };
            zones: ({
                geometry: components["schemas"]["Geometry"];
                name?: string;
            } | {
                layer: string;
                id: string;
            } | {
                layer: string;
                filter: string;
            })[];
            /** @description Metres beyond the edge at which an object has left. */
            margin?: number;
            /**
             * @description A transition counts when it has held for so many fixes in a row and so many seconds.
             * @default {}
             */
            confirm: {
                /** @default 2 */
                fixes: number;
                /** @default 0 */
                seconds: number;
            };
            /** @description An object stays so long. */
            dwell?: {
                seconds: number;
            };
            /** @description Within `window` seconds an object is inside for `seconds` altogether, or enters `entries` times. */
            loiter?: {
                seconds?: number;
                entries?: number;
                window: number;
            };
            /** @description `count` objects or more are inside; it is over when there are fewer than `clear`. */
            crowd?: {
                count: number;
                clear?: number;
            };
            /** @description None of the objects is inside for so long. */
            absent?: {
                seconds: number;
            };
            /** @description An object inside has not reported for so long. */
            silent?: {
                seconds: number;
            };
            /** @description Inside, an object moves faster than `above` and slower than `below`, whichever is given, for `seconds`. */
            speed?: {
                above?: number;
                below?: number;
                /** @default 0 */
                seconds: number;
            };
            /** @description The zones are lines; an object leaves what is within half of `width` metres of one. */
            corridor?: {
                width: number;
            };
            /**
             * @description Between fixes farther apart than this nothing is said about what lies between (cross).
             * @default {}
             */
            maxGap: {
                /** @default 60 */
                seconds: number;
                /** @default 1000 */
                metres: number;
            };
            schedule?: {
                /**
                 * @description Name of the IANA time zone database.
                 * @default Asia/Shanghai
                 */
                timeZone: string;
                weekly: {
                    /** @description Days of the week on which it opens: 1 Monday to 7 Sunday. */
                    days: number[];
                    from: string;
                    /** @description When it closes; at or before `from` that is on the next day. */
                    to: string | "24:00";
                }[];
            };
            /**
             * @default minor
             * @enum {string}
             */
            severity: "info" | "minor" | "major" | "critical";
            /**
             * @description For so many seconds no other alert of the same object, zone and transition.
             * @default 0
             */
            cooldown: number;
            /** @description Text of its alerts; may name {object}, {zone}, {time} and {fence}. */
            message?: {
                "zh-CN": string;
                en: string;
            };
            id?: unknown;
            version?: unknown;
            createdAt?: unknown;
            createdBy?: unknown;
            updatedAt?: unknown;
            updatedBy?: unknown;
            warnings?: unknown;
        };
        FenceList: {
            fences: components["schemas"]["Fence"][];
            /** @description Opaque position of the next page; null on the last. */
            cursor: string | null;
        };
        FenceSaved: {
            name: string;
            description?: string;
            /** @default true */
            enabled: boolean;
            /**
             * @description Decides, but its alerts are marked, not delivered, and not listed unless asked for.
             * @default false
             */
            dryRun: boolean;
            detect: ("enter" | "exit" | "cross" | "dwell" | "loiter" | "crowd" | "absent" | "silent" | "speed" | "corridor")[];
            objects: {
                ids: string[];
            } | {
                group: {
                    layer: string;
                    filter?: string;
                };
            } | {
                /** @constant */
                all: true;
            };
            zones: ({
                geometry: components["schemas"]["Geometry"];
                name?: string;
            } | {
                layer: string;
                id: string;
            } | {
                layer: string;
                filter: string;
            })[];
            /** @description Metres beyond the edge at which an object has left. */
            margin?: number;
            /** @description A transition counts when it has held for so many fixes in a row and so many seconds. */
            confirm: {
                /** @default 2 */
                fixes: number;
                /** @default 0 */
                seconds: number;
            };
            /** @description An object stays so long. */
            dwell?: {
                seconds: number;
            };
            /** @description Within `window` seconds an object is inside for `seconds` altogether, or enters `entries` times. */
            loiter?: {
                seconds?: number;
                entries?: number;
                window: number;
            };
            /** @description `count` objects or more are inside; it is over when there are fewer than `clear`. */
            crowd?: {
                count: number;
                clear?: number;
            };
            /** @description None of the objects is inside for so long. */
            absent?: {
                seconds: number;
            };
            /** @description An object inside has not reported for so long. */
            silent?: {
                seconds: number;
            };
            /** @description Inside, an object moves faster than `above` and slower than `below`, whichever is given, for `seconds`. */
            speed?: {
                above?: number;
                below?: number;
                /** @default 0 */
                seconds: number;
            };
            /** @description The zones are lines; an object leaves what is within half of `width` metres of one. */
            corridor?: {
                width: number;
            };
            /** @description Between fixes farther apart than this nothing is said about what lies between (cross). */
            maxGap: {
                /** @default 60 */
                seconds: number;
                /** @default 1000 */
                metres: number;
            };
            schedule?: {
                /**
                 * @description Name of the IANA time zone database.
                 * @default Asia/Shanghai
                 */
                timeZone: string;
                weekly: {
                    /** @description Days of the week on which it opens: 1 Monday to 7 Sunday. */
                    days: number[];
                    from: string;
                    /** @description When it closes; at or before `from` that is on the next day. */
                    to: string | "24:00";
                }[];
            };
            /**
             * @default minor
             * @enum {string}
             */
            severity: "info" | "minor" | "major" | "critical";
            /**
             * @description For so many seconds no other alert of the same object, zone and transition.
             * @default 0
             */
            cooldown: number;
            /** @description Text of its alerts; may name {object}, {zone}, {time} and {fence}. */
            message?: {
                "zh-CN": string;
                en: string;
            };
            id: string;
            /** @description 1, 2, ...; what a version says never changes. */
            version: number;
            /** Format: date-time */
            createdAt: string;
            createdBy: string;
            /** Format: date-time */
            updatedAt: string;
            updatedBy: string;
            warnings: components["schemas"]["FenceWarning"][];
        };
        FenceTemplate: {
            id: string;
            name: components["schemas"]["Text"];
            description: components["schemas"]["Text"];
            /** @description A fence with defaults; what `fill` names is missing or only proposed. */
            fence: {
                name?: string;
                description?: string;
                /** @default true */
                enabled: boolean;
                /**
                 * @description Decides, but its alerts are marked, not delivered, and not listed unless asked for.
                 * @default false
                 */
                dryRun: boolean;
                detect?: ("enter" | "exit" | "cross" | "dwell" | "loiter" | "crowd" | "absent" | "silent" | "speed" | "corridor")[];
                objects?: {
                    ids: string[];
                } | {
                    group: {
                        layer: string;
                        filter?: string;
                    };
                } | {
                    /** @constant */
                    all: true;
                };
                zones?: ({
                    geometry: components["schemas"]["Geometry"];
                    name?: string;
                } | {
                    layer: string;
                    id: string;
                } | {
                    layer: string;
                    filter: string;
                })[];
                /** @description Metres beyond the edge at which an object has left. */
                margin?: number;
                /** @description A transition counts when it has held for so many fixes in a row and so many seconds. */
                confirm?: {
                    /** @default 2 */
                    fixes: number;
                    /** @default 0 */
                    seconds: number;
                };
                /** @description An object stays so long. */
                dwell?: {
                    seconds: number;
                };
                /** @description Within `window` seconds an object is inside for `seconds` altogether, or enters `entries` times. */
                loiter?: {
                    seconds?: number;
                    entries?: number;
                    window: number;
                };
                /** @description `count` objects or more are inside; it is over when there are fewer than `clear`. */
                crowd?: {
                    count: number;
                    clear?: number;
                };
                /** @description None of the objects is inside for so long. */
                absent?: {
                    seconds: number;
                };
                /** @description An object inside has not reported for so long. */
                silent?: {
                    seconds: number;
                };
                /** @description Inside, an object moves faster than `above` and slower than `below`, whichever is given, for `seconds`. */
                speed?: {
                    above?: number;
                    below?: number;
                    /** @default 0 */
                    seconds: number;
                };
                /** @description The zones are lines; an object leaves what is within half of `width` metres of one. */
                corridor?: {
                    width: number;
                };
                /** @description Between fixes farther apart than this nothing is said about what lies between (cross). */
                maxGap?: {
                    /** @default 60 */
                    seconds: number;
                    /** @default 1000 */
                    metres: number;
                };
                schedule?: {
                    /**
                     * @description Name of the IANA time zone database.
                     * @default Asia/Shanghai
                     */
                    timeZone: string;
                    weekly: {
                        /** @description Days of the week on which it opens: 1 Monday to 7 Sunday. */
                        days: number[];
                        from: string;
                        /** @description When it closes; at or before `from` that is on the next day. */
                        to: string | "24:00";
                    }[];
                };
                /**
                 * @default minor
                 * @enum {string}
                 */
                severity: "info" | "minor" | "major" | "critical";
                /**
                 * @description For so many seconds no other alert of the same object, zone and transition.
                 * @default 0
                 */
                cooldown: number;
                /** @description Text of its alerts; may name {object}, {zone}, {time} and {fence}. */
                message?: {
                    "zh-CN": string;
                    en: string;
                };
            };
            /** @description Members the user decides. */
            fill: {
                property: string;
                about: components["schemas"]["Text"];
            }[];
        };
        FenceTemplates: {
            templates: components["schemas"]["FenceTemplate"][];
        };
        FenceVersions: {
            id: string;
            removedAt: string | null;
            removedBy: string | null;
            versions: {
                name: string;
                description?: string;
                /** @default true */
                enabled: boolean;
                /**
                 * @description Decides, but its alerts are marked, not delivered, and not listed unless asked for.
                 * @default false
                 */
                dryRun: boolean;
                detect: ("enter" | "exit" | "cross" | "dwell" | "loiter" | "crowd" | "absent" | "silent" | "speed" | "corridor")[];
                objects: {
                    ids: string[];
                } | {
                    group: {
                        layer: string;
                        filter?: string;
                    };
                } | {
                    /** @constant */
                    all: true;
                };
                zones: ({
                    geometry: components["schemas"]["Geometry"];
                    name?: string;
                } | {
                    layer: string;
                    id: string;
                } | {
                    layer: string;
                    filter: string;
                })[];
                /** @description Metres beyond the edge at which an object has left. */
                margin?: number;
                /** @description A transition counts when it has held for so many fixes in a row and so many seconds. */
                confirm: {
                    /** @default 2 */
                    fixes: number;
                    /** @default 0 */
                    seconds: number;
                };
                /** @description An object stays so long. */
                dwell?: {
                    seconds: number;
                };
                /** @description Within `window` seconds an object is inside for `seconds` altogether, or enters `entries` times. */
                loiter?: {
                    seconds?: number;
                    entries?: number;
                    window: number;
                };
                /** @description `count` objects or more are inside; it is over when there are fewer than `clear`. */
                crowd?: {
                    count: number;
                    clear?: number;
                };
                /** @description None of the objects is inside for so long. */
                absent?: {
                    seconds: number;
                };
                /** @description An object inside has not reported for so long. */
                silent?: {
                    seconds: number;
                };
                /** @description Inside, an object moves faster than `above` and slower than `below`, whichever is given, for `seconds`. */
                speed?: {
                    above?: number;
                    below?: number;
                    /** @default 0 */
                    seconds: number;
                };
                /** @description The zones are lines; an object leaves what is within half of `width` metres of one. */
                corridor?: {
                    width: number;
                };
                /** @description Between fixes farther apart than this nothing is said about what lies between (cross). */
                maxGap: {
                    /** @default 60 */
                    seconds: number;
                    /** @default 1000 */
                    metres: number;
                };
                schedule?: {
                    /**
                     * @description Name of the IANA time zone database.
                     * @default Asia/Shanghai
                     */
                    timeZone: string;
                    weekly: {
                        /** @description Days of the week on which it opens: 1 Monday to 7 Sunday. */
                        days: number[];
                        from: string;
                        /** @description When it closes; at or before `from` that is on the next day. */
                        to: string | "24:00";
                    }[];
                };
                /**
                 * @default minor
                 * @enum {string}
                 */
                severity: "info" | "minor" | "major" | "critical";
                /**
                 * @description For so many seconds no other alert of the same object, zone and transition.
                 * @default 0
                 */
                cooldown: number;
                /** @description Text of its alerts; may name {object}, {zone}, {time} and {fence}. */
                message?: {
                    "zh-CN": string;
                    en: string;
                };
                version: number;
                /** Format: date-time */
                at: string;
                actor: string;
            }[];
            /** @description Opaque position of the next page; null on the last. */
            cursor: string | null;
        };
        FenceWarning: {
            code: string;
            /** @description The member it is about. */
            property: string;
            text: components["schemas"]["Text"];
        };
        FileEntry: {
            name: string;
            rows?: number;
            geometry?: string;
        };
        Fix: {
            row: number;
            id: string;
            rule: string;
            detail: string;
            at?: components["schemas"]["Place"];
        };
        FoundFeature: {
            /** @constant */
            type: "Feature";
            id: string;
            version: number;
            geometry: components["schemas"]["Geometry"] | null;
            properties: {
                [key: string]: string | number | boolean | null;
            };
            layer: string;
        };
        FoundFeatures: {
            /** @constant */
            type: "FeatureCollection";
            features: components["schemas"]["FoundFeature"][];
            cursor: string | null;
            explain?: components["schemas"]["Explained"];
        };
        /** @description GeoJSON geometry (RFC 7946); positions are [lon, lat], WGS 84. */
        Geometry: {
            /** @constant */
            type: "Point";
            coordinates: number[];
        } | {
            /** @constant */
            type: "MultiPoint";
            coordinates: number[][];
        } | {
            /** @constant */
            type: "LineString";
            coordinates: number[][];
        } | {
            /** @constant */
            type: "MultiLineString";
            coordinates: number[][][];
        } | {
            /** @constant */
            type: "Polygon";
            coordinates: number[][][];
        } | {
            /** @constant */
            type: "MultiPolygon";
            coordinates: number[][][][];
        } | {
            /** @constant */
            type: "GeometryCollection";
            geometries: components["schemas"]["Geometry"][];
        };
        Health: {
            /** @constant */
            status: "ok";
        };
        IdSource: {
            /** @enum {string} */
            choice: "column" | "feature-id" | "row-number";
            column?: string;
            unique: boolean;
        };
        ImportLine: {
            /** @enum {string} */
            stage: "reading" | "storing" | "checking" | "cleaning" | "committing";
            rows: number;
        } | {
            /** @constant */
            stage: "done";
            report: components["schemas"]["ImportReport"];
        } | {
            /** @constant */
            stage: "failed";
            error: {
                status: number;
                code: string;
                detail: string;
            } & {
                [key: string]: unknown;
            };
        };
        ImportNote: {
            rule: string;
            detail: string;
            row?: number;
            at?: components["schemas"]["Place"];
            /** @description Of gaps, slivers and overlaps of a coverage, in square metres. */
            area?: number;
            /** @description Their mean width in metres. */
            width?: number;
            /** @description The features concerned. */
            ids?: string[];
        };
        /** @description What became of every row: rowsIn = stored + rejectedCount + heldBack. */
        ImportReport: {
            layer: string;
            /** @description The layer did not exist before. */
            created: boolean;
            /** @description False: the store is unchanged. */
            committed: boolean;
            /** @description Nothing was to be stored; `stored` tells what would have been. */
            dryRun: boolean;
            /** @description The layer's version that this import made. */
            version: number | null;
            source: string;
            entry?: string;
            /** @enum {string} */
            format: "geojson" | "ndjson" | "csv" | "shapefile" | "geopackage" | "kml" | "gb28181" | "topojson" | "flatgeobuf" | "xlsx";
            encoding: string;
            delimiter?: string;
            crs: string;
            id: {
                /** @enum {string} */
                choice: "column" | "feature-id" | "row-number";
                column?: string;
            };
            /** @enum {string} */
            mode: "replace" | "upsert";
            rowsIn: number;
            stored: number;
            /** @description Good rows that were not stored because others were refused. */
            heldBack: number;
            /** @description Features of the layer that a replacing import took away. */
            removed: number;
            /** @description The first 1,000; all are counted. */
            rejected: components["schemas"]["Rejection"][];
            rejectedCount: number;
            warnings: components["schemas"]["ImportNote"][];
            warningCount: number;
            fixes: components["schemas"]["Fix"][];
            fixedCount: number;
            cleaning: components["schemas"]["Cleaning"] | null;
            suspicion: components["schemas"]["Suspicion"] | null;
            /** @description What refuses the import as a whole: crossings and overlaps of a coverage, no row left. */
            refusals: components["schemas"]["ImportNote"][];
            /** @description Estimate of what these rows take in memory. */
            memoryBytes: number;
            seq: number | null;
        };
        InspectRequest: {
            upload: string;
            /** @enum {string} */
            format?: "geojson" | "ndjson" | "csv" | "shapefile" | "geopackage" | "kml" | "gb28181" | "topojson" | "flatgeobuf" | "xlsx";
            entry?: string;
            crs?: string;
            /** @description Renames of columns, as `map` of an import: what matters here is which ones hold the positions. */
            map?: {
                [key: string]: string;
            };
            join?: string;
            on?: string;
        };
        InspectedColumn: {
            name: string;
            /** @enum {string} */
            type: "string" | "integer" | "number" | "boolean" | "datetime";
            /** @description The first different values, shortened. */
            samples: string[];
            /** @description Rows without a value. */
            empty: number;
        };
        Inspection: {
            name: string;
            /** @description With several and none chosen, nothing else is known. */
            entries: components["schemas"]["FileEntry"][];
            entry?: string;
            /** @enum {string} */
            format?: "geojson" | "ndjson" | "csv" | "shapefile" | "geopackage" | "kml" | "gb28181" | "topojson" | "flatgeobuf" | "xlsx";
            encoding?: string;
            delimiter?: string;
            crs?: {
                name: string;
                title: string;
            };
            /** @description The coordinate system as the file names it. */
            crsFromFile?: string | null;
            rows?: number;
            /** @description Rows that cannot be read at all. */
            problems?: number;
            /** @description Best first. */
            ids?: components["schemas"]["IdSource"][];
            columns?: components["schemas"]["InspectedColumn"][];
            /** @description Rows by GeoJSON geometry type; `none` has no geometry. */
            geometries?: {
                [key: string]: number;
            };
            /** @description Of the sample. */
            bbox?: components["schemas"]["Bbox"] | null;
            sample?: {
                /** @constant */
                type: "FeatureCollection";
                features: {
                    /** @constant */
                    type: "Feature";
                    /** @description The number of its row. */
                    id?: string | number;
                    geometry: components["schemas"]["Geometry"] | null;
                    properties: {
                        [key: string]: unknown;
                    } | null;
                }[];
            };
            sampled?: number;
            suspicion?: components["schemas"]["Suspicion"] | null;
            warnings?: components["schemas"]["ImportNote"][];
        };
        InspectionLine: {
            /** @enum {string} */
            stage: "reading" | "storing" | "checking" | "cleaning" | "committing";
            rows: number;
        } | {
            /** @constant */
            stage: "done";
            inspection: components["schemas"]["Inspection"];
        } | {
            /** @constant */
            stage: "failed";
            error: {
                status: number;
                code: string;
                detail: string;
            } & {
                [key: string]: unknown;
            };
        };
        Layer: {
            id: string;
            title: components["schemas"]["Text"];
            description?: components["schemas"]["Text"];
            /** @enum {string} */
            kind: "unit" | "typed" | "dataset" | "derived" | "indicator";
            level?: number;
            /** @enum {string} */
            geometry: "point" | "line" | "polygon" | "mixed";
            /** @default false */
            coverage: boolean;
            /** @default 0 */
            minzoom: number;
            /** @default 16 */
            maxzoom: number;
            focus?: [
                number,
                number
            ];
            cluster?: {
                by: string[];
            };
            label?: string;
            time?: string;
            properties: components["schemas"]["PropertyDef"][];
            source?: {
                name: string;
                licence?: string;
            };
            count: number;
            /** @description Tight bounds of all geometry; null for an empty layer. */
            bounds: components["schemas"]["Bbox"] | null;
            /** @description Earliest and latest value of its `time`; null where it has none. */
            times: [
                string,
                string
            ] | null;
            /** @description The last change that is in it. */
            seq: number;
        };
        LayerList: {
            layers: components["schemas"]["Layer"][];
        };
        LayerVersion: {
            layer: string;
            /** @description 1, 2, ...; 0 is the layer before its first import. */
            version: number;
            /** @enum {string} */
            kind: "import" | "revert";
            /** Format: date-time */
            at: string;
            actor: string;
            /** @description Of an import what it was, with its `mode` (replace, upsert); of a revert the version it went back `to`, and `editsLost` if any. */
            about: {
                [key: string]: string | number | boolean | null;
            };
            /** @description Rows imported or brought back. */
            stored: number;
            /** @description Rows that went. */
            removed: number;
            rowsAfter: number;
            /** @description The change that told it. */
            seq: number;
            /** @description Whether the layer can go back to it: what versions changed is kept for the newest 10. */
            reachable: boolean;
        };
        LocateAnswer: {
            results: ((components["schemas"]["LocatedPlace"] | components["schemas"]["PointProblem"]) | null)[];
            explain?: components["schemas"]["LocateExplained"];
        } | {
            codes: ((string | components["schemas"]["PointProblem"]) | null)[];
            explain?: components["schemas"]["LocateExplained"];
        };
        LocateExplained: {
            index: string;
            candidates: number;
            exactTests: number;
            ms: number;
        };
        LocateLine: (components["schemas"]["LocatedPlace"] | string | components["schemas"]["PointProblem"]) | null;
        LocateRequest: {
            points: [
                number,
                number
            ][];
            /** @enum {string} */
            form?: "full" | "codes";
            partial?: boolean;
            layer?: string;
        };
        LocatedPlace: {
            units: components["schemas"]["LocatedUnit"][];
            zones: {
                id: string;
                name: string;
            }[];
        };
        LocatedUnit: {
            level: string;
            code: string;
            name: string;
        };
        NearestRequest: {
            /** @description [lon, lat] in degrees, WGS 84. */
            point?: [
                number,
                number
            ];
            k?: number;
            maxDistance?: number;
            maxAge?: number;
            layers: string[];
            filter?: string;
            datetime?: string;
        };
        NoteRequest: {
            text: string;
        };
        OpenApiDocument: {
            openapi: string;
            paths: {
                [key: string]: {
                    [key: string]: unknown;
                };
            };
            components: {
                schemas: {
                    [key: string]: unknown;
                };
            } & {
                [key: string]: unknown;
            };
        } & {
            [key: string]: unknown;
        };
        /** @description [lon, lat] in degrees, WGS 84. */
        Place: [
            number,
            number
        ];
        PointProblem: {
            error: {
                code: string;
                detail: string;
            };
        };
        Position: {
            object: string;
            /** Format: date-time */
            time: string;
            /** @description Degrees, WGS 84. */
            lon: number;
            /** @description Degrees, WGS 84. */
            lat: number;
            /** @description Metres. */
            accuracy: number | null;
            /** @description Metres a second. */
            speed: number | null;
            /** @description Degrees clockwise from true north, below 360. */
            heading: number | null;
            /**
             * Format: date-time
             * @description When the server got it.
             */
            received: string;
            flags: ("future" | "null-island")[];
        };
        PositionBatch: components["schemas"]["PositionInput"][];
        PositionInput: {
            /** @description Opaque id of what reports: that of a patrol, or of anything else. */
            object: string;
            /**
             * Format: date-time
             * @description When it was there: RFC 3339 with offset; digits below the millisecond are dropped.
             */
            time: string;
            /** @description Degrees, WGS 84. */
            lon: number;
            /** @description Degrees, WGS 84. */
            lat: number;
            /** @description Radius of what the place is known to, in metres. */
            accuracy?: number | null;
            /** @description Metres a second. */
            speed?: number | null;
            /** @description Degrees clockwise from true north. */
            heading?: number | null;
        };
        PositionList: {
            positions: components["schemas"]["Position"][];
            /** @description Opaque position of the next page; null on the last. */
            cursor: string | null;
        };
        PositionReceipt: {
            accepted: number;
            /** @description The first of them. */
            rejected: components["schemas"]["RejectedPosition"][];
            /** @description All of them. */
            rejectedCount: number;
            /** @description Of objects that are no patrols. */
            unknown: number;
            /** @description With a time more than two minutes after they were received: kept, flagged, shown nowhere. */
            future: number;
            /** @description At 0, 0: likewise. */
            nullIsland: number;
        };
        PropertyDef: {
            name: string;
            title: components["schemas"]["Text"];
            /** @enum {string} */
            type: "string" | "integer" | "number" | "boolean" | "datetime";
            codes?: {
                value: string | number;
                title: components["schemas"]["Text"];
                color?: string;
            }[];
            required?: boolean;
            placed?: boolean;
            minimum?: number;
            maximum?: number;
            unit?: string;
            breaks?: number[];
            tileFrom?: number;
        };
        Readiness: {
            /** @constant */
            status: "ready";
            /** @description The last change that is shown. */
            seq: number;
            /** @description For how long the change feed could not be read, in milliseconds. */
            lagMs: number;
            store: string;
        };
        Redelivered: {
            /** @description That are sent again. */
            deliveries: number;
        };
        RejectedPosition: {
            /** @description Place in the array, or lines before it. */
            index: number;
            code: string;
            detail: string;
        };
        Rejection: {
            row: number;
            id?: string;
            rule: string;
            /** @description The wrong value, shortened. */
            value: string;
            detail: string;
            at?: components["schemas"]["Place"];
        };
        RevertRequest: {
            to: number;
            force?: boolean;
        };
        RevertResult: {
            version: number;
            stored: number;
            removed: number;
            seq: number;
        };
        SeenBy: {
            now: components["schemas"]["SeenCamera"][];
            ifTurned: components["schemas"]["SeenCamera"][];
            blocked: components["schemas"]["SeenCamera"][];
            line?: components["schemas"]["SeenLine"];
            explain?: components["schemas"]["CamerasExplained"];
        };
        SeenCamera: {
            id: string;
            code: string;
            name: string;
            status: string;
            kind: string | null;
            position: components["schemas"]["Place"];
            /** @description Geodesic from the camera to the place; of a line, to the nearest place of what it sees. */
            distance_m: number;
            /** @description Direction in which the camera sees the place; null right at the camera. */
            bearing_deg: number | null;
            /**
             * @description `possible`: it depends on how far the azimuth of the camera is off.
             * @enum {string}
             */
            certainty: "certain" | "possible";
            view: components["schemas"]["SeenView"];
            /** @description The building nearest to the camera that hides the place, and where the line of sight gets lost in it. */
            blockedBy?: {
                /** @constant */
                layer: "building";
                id: string;
                at: components["schemas"]["Place"];
            };
        };
        SeenLine: {
            length_m: number;
            covered_m: number;
            /** @description Of the covered metres, those that a camera sees for certain. */
            certain_m: number;
            /** @description A stretch ends where the set of cameras changes; ids in order. */
            covered: {
                from: number;
                to: number;
                cameras: string[];
            }[];
            gaps: {
                from: number;
                to: number;
            }[];
        };
        SeenView: {
            azimuth: number | null;
            uncertainty: number;
            fov: number;
            near: number;
            range: number;
        };
        Session: {
            required: boolean;
            authenticated: boolean;
        };
        SignIn: {
            token: string;
        };
        /** @description A MapLibre style (maplibre.org/maplibre-style-spec). */
        Style: {
            /** @constant */
            version: 8;
            sources: {
                [key: string]: unknown;
            };
            layers: ({
                id: string;
                type: string;
            } & {
                [key: string]: unknown;
            })[];
        } & {
            [key: string]: unknown;
        };
        Suspicion: {
            /** @description `gcj02`, `bd09`, `swapped axes`, or a coordinate system. */
            likely: string;
            detail: string;
            /** @description Shares (0 to 1) of the sampled rows that lie where they claim to: as read, and as the likely reading has them. */
            share: {
                asRead: number;
                asLikely: number;
            };
            sampled: number;
            offsetMetres?: number;
        };
        Text: {
            "zh-CN": string;
            en: string;
        };
        Theme: {
            id: string;
            title: components["schemas"]["Text"];
            description?: components["schemas"]["Text"];
            layers: {
                layer: string;
                /** @default true */
                visible: boolean;
            }[];
        };
        ThemeList: {
            themes: components["schemas"]["Theme"][];
        };
        /** @description TileJSON 3.0.0. */
        TileJson: {
            /** @constant */
            tilejson: "3.0.0";
            name: string;
            /** @constant */
            scheme: "xyz";
            tiles: string[];
            bounds: components["schemas"]["Bbox"];
            minzoom: number;
            maxzoom: number;
            vector_layers: {
                id: string;
                description: string;
                minzoom: number;
                maxzoom: number;
                fields: {
                    [key: string]: string;
                };
            }[];
            attribution?: string;
        };
        Track: {
            object: string;
            positions: components["schemas"]["Position"][];
            /** @description Opaque position of the next page; null on the last. */
            cursor: string | null;
        };
        TrackFeature: {
            /** @constant */
            type: "Feature";
            id: string;
            geometry: ({
                /** @constant */
                type: "LineString";
                coordinates: [
                    number,
                    number
                ][];
            } | {
                /** @constant */
                type: "Point";
                coordinates: [
                    number,
                    number
                ];
            }) | null;
            properties: {
                times: string[];
                accuracy: (number | null)[];
                speed: (number | null)[];
                heading: (number | null)[];
            };
            /** @description Opaque position of the next page; null on the last. */
            cursor: string | null;
        };
        UnitAnswer: {
            parent: components["schemas"]["UnitEntry"] | null;
            /** @description Top first. */
            ancestors: components["schemas"]["UnitEntry"][];
            units: components["schemas"]["UnitEntry"][];
        };
        UnitEntry: {
            id: string;
            code: string;
            name: string;
            level: number;
            /** @description The layer its feature is in. */
            layer: string;
            parent: string | null;
            bbox: components["schemas"]["Bbox"] | null;
            households: number | null;
            childCount: number;
        };
        Upload: {
            upload: string;
            name: string;
            bytes: number;
        };
        Webhook: {
            id: string;
            /** @description Counts its changes; part of its ETag. */
            version: number;
            name: string;
            url: string;
            enabled: boolean;
            events: ("alert.raised" | "alert.updated" | "alert.withdrawn")[] | null;
            fences: string[] | null;
            severities: ("info" | "minor" | "major" | "critical")[] | null;
            /** @description Newest first. Events are signed with each that has not expired. */
            secrets: {
                id: string;
                /** Format: date-time */
                createdAt: string;
                /** @description Null: the one in use. */
                expiresAt: string | null;
            }[];
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            /** @description Events that are still to be sent. */
            pending: number;
            /** @description Events that were given up. */
            dead: number;
        };
        WebhookInput: {
            name: string;
            /** @description Where events are sent by POST: https, or http within the networks that the server is allowed to send to. */
            url: string;
            /** @description False pauses it: what happens meanwhile is kept and sent when it goes on. Default true. */
            enabled?: boolean;
            /** @description Default: all. */
            events?: ("alert.raised" | "alert.updated" | "alert.withdrawn")[];
            /** @description Ids of fences. Default: all. */
            fences?: string[];
            /** @description Default: all. */
            severities?: ("info" | "minor" | "major" | "critical")[];
        };
        WebhookList: {
            webhooks: components["schemas"]["Webhook"][];
        };
        WebhookWithSecret: {
            id: string;
            /** @description Counts its changes; part of its ETag. */
            version: number;
            name: string;
            url: string;
            enabled: boolean;
            events: ("alert.raised" | "alert.updated" | "alert.withdrawn")[] | null;
            fences: string[] | null;
            severities: ("info" | "minor" | "major" | "critical")[] | null;
            /** @description Newest first. Events are signed with each that has not expired. */
            secrets: {
                id: string;
                /** Format: date-time */
                createdAt: string;
                /** @description Null: the one in use. */
                expiresAt: string | null;
            }[];
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            /** @description Events that are still to be sent. */
            pending: number;
            /** @description Events that were given up. */
            dead: number;
            /** @description `whsec_` and the key in base64, as Standard Webhooks has it. It is not told again. */
            secret: string;
        };
        WithinRequest: {
            geometry?: components["schemas"]["Geometry"];
            /** @enum {string} */
            relation?: "within" | "intersects";
            layers: string[];
            filter?: string;
            datetime?: string;
            limit?: number;
            cursor?: string;
        };
    };
    responses: {
        /** @description `bad-json`: The body is not JSON in UTF-8, ends early or nests too deep. */
        "bad-json": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "bad-json";
                };
            };
        };
        /** @description `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it. */
        "bad-parameter": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "bad-parameter";
                };
            };
        };
        /** @description `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it. */
        "unknown-parameter": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "unknown-parameter";
                };
            };
        };
        /** @description `bad-filter`: The filter is not CQL2 text, or does not fit the layer. */
        "bad-filter": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "bad-filter";
                };
            };
        };
        /** @description `bad-tile`: There is no tile at this zoom, column and row. */
        "bad-tile": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "bad-tile";
                };
            };
        };
        /** @description `bad-geometry`: A geometry or position breaks a rule. */
        "bad-geometry": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "bad-geometry";
                };
            };
        };
        /** @description `bad-property`: A member of the body, or a property of a feature, is not what it must be; `property` names it. */
        "bad-property": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "bad-property";
                };
            };
        };
        /** @description `bad-import`: A file cannot be read or imported; `rule` names what it breaks. */
        "bad-import": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "bad-import";
                };
            };
        };
        /** @description `bad-fence`: The rule of a fence contradicts itself, so that it could never fire; `property` names what is at fault. */
        "bad-fence": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "bad-fence";
                };
            };
        };
        /** @description `unauthorized`: A token or a session is missing or wrong. */
        unauthorized: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "unauthorized";
                };
            };
        };
        /** @description `forbidden`: The request came from a page of another site. */
        forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "forbidden";
                };
            };
        };
        /** @description `unknown-layer`: There is no such layer. */
        "unknown-layer": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "unknown-layer";
                };
            };
        };
        /** @description `unknown-theme`: There is no such theme. */
        "unknown-theme": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "unknown-theme";
                };
            };
        };
        /** @description `unknown-feature`: The layer has no such feature. */
        "unknown-feature": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "unknown-feature";
                };
            };
        };
        /** @description `unknown-webhook`: There is no such webhook. */
        "unknown-webhook": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "unknown-webhook";
                };
            };
        };
        /** @description `unknown-fence`: There is no such fence, or it was removed. */
        "unknown-fence": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "unknown-fence";
                };
            };
        };
        /** @description `unknown-alert`: There is no such alert. */
        "unknown-alert": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "unknown-alert";
                };
            };
        };
        /** @description `not-found`: There is nothing at this path. */
        "not-found": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "not-found";
                };
            };
        };
        /** @description `method-not-allowed`: The path has other methods; `Allow` names them. */
        "method-not-allowed": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "method-not-allowed";
                };
            };
        };
        /** @description `duplicate-id`: There is a feature with this id already. */
        "duplicate-id": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "duplicate-id";
                };
            };
        };
        /** @description `unit-layer`: Units are changed as a set only. */
        "unit-layer": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "unit-layer";
                };
            };
        };
        /** @description `read-only-layer`: The layer is computed or built in and cannot be changed so. */
        "read-only-layer": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "read-only-layer";
                };
            };
        };
        /** @description `invalid-coverage`: A set of units would leave a gap, an overlap or a crossing. */
        "invalid-coverage": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "invalid-coverage";
                };
            };
        };
        /** @description `seq-not-reached`: The change asked for by `min_seq` is not shown here yet; `seq` is what is. */
        "seq-not-reached": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "seq-not-reached";
                };
            };
        };
        /** @description `edited-since`: Features were edited since the version to go back to; `count` and `ids` tell which. */
        "edited-since": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "edited-since";
                };
            };
        };
        /** @description `alert-status`: The status of the alert does not allow this; `alertStatus` is what it is. */
        "alert-status": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "alert-status";
                };
            };
        };
        /** @description `version-gone`: What the version was is not kept any more. */
        "version-gone": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "version-gone";
                };
            };
        };
        /** @description `stale-version`: The feature or fence was changed by someone else in the meantime. */
        "stale-version": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "stale-version";
                };
            };
        };
        /** @description `too-large`: The body or its header is larger than is taken. */
        "too-large": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "too-large";
                };
            };
        };
        /** @description `unsupported-media-type`: The body is of a type or an encoding that is not taken here. */
        "unsupported-media-type": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "unsupported-media-type";
                };
            };
        };
        /** @description `expectation-failed`: Expect asks for something else than 100-continue. */
        "expectation-failed": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "expectation-failed";
                };
            };
        };
        /** @description `misdirected-host`: Host is not a name of this server. */
        "misdirected-host": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "misdirected-host";
                };
            };
        };
        /** @description `version-required`: If-Match is missing. */
        "version-required": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "version-required";
                };
            };
        };
        /** @description `busy`: As much as the server does of this at a time is being done; try again later. */
        busy: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "busy";
                };
            };
        };
        /** @description `store-unavailable`: The database cannot be reached; reads go on. */
        "store-unavailable": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "store-unavailable";
                };
            };
        };
        /** @description `store-locked`: Another process holds the database. */
        "store-locked": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "store-locked";
                };
            };
        };
        /** @description `not-caught-up`: The layers are still being loaded. */
        "not-caught-up": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "not-caught-up";
                };
            };
        };
        /** @description `not-shown`: The write is committed as change `seq` and not shown yet; do not send it again. */
        "not-shown": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "not-shown";
                };
            };
        };
        /** @description `too-many-subscribers`: As many streams as the server serves are open. */
        "too-many-subscribers": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "too-many-subscribers";
                };
            };
        };
        /** @description `internal`: A defect of the server; its log has the details. */
        internal: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "internal";
                };
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getHealthz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /**
             * @description `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
        };
    };
    getReadyz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            /**
             * @description `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
            /**
             * @description `not-caught-up`: The layers are still being loaded.
             *     `store-unavailable`: The database cannot be reached; reads go on.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not-caught-up" | "store-unavailable";
                    };
                };
            };
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description In the text format of Prometheus. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": unknown;
                };
            };
            /**
             * @description `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
        };
    };
    getLayers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Definitions, with what the layers hold now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LayerList"];
                };
            };
            /**
             * @description `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
        };
    };
    getLayersByLayer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a layer. */
                layer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its definition, with what it holds now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Layer"];
                };
            };
            /**
             * @description `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown-layer"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
        };
    };
    getThemes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Themes in the order of the catalog. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThemeList"];
                };
            };
            /**
             * @description `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
        };
    };
    getThemesByTheme: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a theme. */
                theme: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its layers in the order they are drawn. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Theme"];
                };
            };
            /**
             * @description `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown-theme"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
        };
    };
    getLayersByLayerFeatures: {
        parameters: {
            query?: {
                /** @description Only what meets this box: west,south,east,north in degrees. */
                bbox?: number[];
                /** @description A condition in CQL2 text (OGC 21-065r2) on the properties and the geometry. */
                filter?: string;
                /** @description Only what has its time in this RFC 3339 instant or interval: `start/end`, `../end`, `start/..`. */
                datetime?: string;
                /** @description Most features of a page. */
                limit?: number;
                /** @description The next page: `cursor` of the page before. */
                cursor?: string;
                /** @description The answer must show this change or a later one: the number an acknowledged write gave as Zongtu-Seq. */
                min_seq?: number;
            };
            header?: never;
            path: {
                /** @description Id of a layer. */
                layer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    /** @description Number of the change that was committed, or that the answer shows; for `min_seq`. */
                    "Zongtu-Seq"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/geo+json": components["schemas"]["FeatureCollection"];
                };
            };
            /**
             * @description `bad-filter`: The filter is not CQL2 text, or does not fit the layer.
             *     `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-filter" | "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown-layer"];
            409: components["responses"]["seq-not-reached"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
        };
    };
    postLayersByLayerFeatures: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a layer. */
                layer: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/geo+json": components["schemas"]["FeatureInput"];
                "application/json": components["schemas"]["FeatureInput"];
            };
        };
        responses: {
            /** @description The feature as it is kept, with its id. */
            201: {
                headers: {
                    /** @description Strong; of a feature, fence or alert it stands for its version. */
                    ETag?: string;
                    /** @description Path of what was made. */
                    Location?: string;
                    /** @description Number of the change that was committed, or that the answer shows; for `min_seq`. */
                    "Zongtu-Seq"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/geo+json": components["schemas"]["Feature"];
                };
            };
            /**
             * @description `bad-geometry`: A geometry or position breaks a rule.
             *     `bad-json`: The body is not JSON in UTF-8, ends early or nests too deep.
             *     `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `bad-property`: A member of the body, or a property of a feature, is not what it must be; `property` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-geometry" | "bad-json" | "bad-parameter" | "bad-property" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown-layer"];
            /**
             * @description `duplicate-id`: There is a feature with this id already.
             *     `read-only-layer`: The layer is computed or built in and cannot be changed so.
             *     `unit-layer`: Units are changed as a set only.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "duplicate-id" | "read-only-layer" | "unit-layer";
                    };
                };
            };
            413: components["responses"]["too-large"];
            415: components["responses"]["unsupported-media-type"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
            /**
             * @description `not-caught-up`: The layers are still being loaded.
             *     `not-shown`: The write is committed as change `seq` and not shown yet; do not send it again.
             *     `store-unavailable`: The database cannot be reached; reads go on.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not-caught-up" | "not-shown" | "store-unavailable";
                    };
                };
            };
        };
    };
    getLayersByLayerFeaturesById: {
        parameters: {
            query?: {
                /** @description The answer must show this change or a later one: the number an acknowledged write gave as Zongtu-Seq. */
                min_seq?: number;
            };
            header?: {
                /** @description ETags the client has; 304 answers when one is current. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Id of a layer. */
                layer: string;
                /** @description Id of a feature. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The feature. */
            200: {
                headers: {
                    /** @description Strong; of a feature, fence or alert it stands for its version. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/geo+json": components["schemas"]["Feature"];
                };
            };
            /** @description It is the version the client has. */
            304: {
                headers: {
                    /** @description Strong; of a feature, fence or alert it stands for its version. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            /**
             * @description `unknown-feature`: The layer has no such feature.
             *     `unknown-layer`: There is no such layer.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unknown-feature" | "unknown-layer";
                    };
                };
            };
            409: components["responses"]["seq-not-reached"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
        };
    };
    putLayersByLayerFeaturesById: {
        parameters: {
            query?: never;
            header: {
                /** @description ETag of the feature or fence that is to be changed, or `*`. */
                "If-Match": string;
            };
            path: {
                /** @description Id of a layer. */
                layer: string;
                /** @description Id of a feature. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/geo+json": components["schemas"]["FeatureInput"];
                "application/json": components["schemas"]["FeatureInput"];
            };
        };
        responses: {
            /** @description The feature as it is kept. */
            200: {
                headers: {
                    /** @description Strong; of a feature, fence or alert it stands for its version. */
                    ETag?: string;
                    /** @description Number of the change that was committed, or that the answer shows; for `min_seq`. */
                    "Zongtu-Seq"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/geo+json": components["schemas"]["Feature"];
                };
            };
            /**
             * @description `bad-geometry`: A geometry or position breaks a rule.
             *     `bad-json`: The body is not JSON in UTF-8, ends early or nests too deep.
             *     `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `bad-property`: A member of the body, or a property of a feature, is not what it must be; `property` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-geometry" | "bad-json" | "bad-parameter" | "bad-property" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            /**
             * @description `unknown-feature`: The layer has no such feature.
             *     `unknown-layer`: There is no such layer.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unknown-feature" | "unknown-layer";
                    };
                };
            };
            /**
             * @description `read-only-layer`: The layer is computed or built in and cannot be changed so.
             *     `unit-layer`: Units are changed as a set only.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "read-only-layer" | "unit-layer";
                    };
                };
            };
            412: components["responses"]["stale-version"];
            413: components["responses"]["too-large"];
            415: components["responses"]["unsupported-media-type"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            428: components["responses"]["version-required"];
            500: components["responses"]["internal"];
            /**
             * @description `not-caught-up`: The layers are still being loaded.
             *     `not-shown`: The write is committed as change `seq` and not shown yet; do not send it again.
             *     `store-unavailable`: The database cannot be reached; reads go on.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not-caught-up" | "not-shown" | "store-unavailable";
                    };
                };
            };
        };
    };
    deleteLayersByLayerFeaturesById: {
        parameters: {
            query?: never;
            header: {
                /** @description ETag of the feature or fence that is to be changed, or `*`. */
                "If-Match": string;
            };
            path: {
                /** @description Id of a layer. */
                layer: string;
                /** @description Id of a feature. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    /** @description Number of the change that was committed, or that the answer shows; for `min_seq`. */
                    "Zongtu-Seq"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `bad-property`: A member of the body, or a property of a feature, is not what it must be; `property` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-parameter" | "bad-property" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            /**
             * @description `unknown-feature`: The layer has no such feature.
             *     `unknown-layer`: There is no such layer.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unknown-feature" | "unknown-layer";
                    };
                };
            };
            /**
             * @description `read-only-layer`: The layer is computed or built in and cannot be changed so.
             *     `unit-layer`: Units are changed as a set only.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "read-only-layer" | "unit-layer";
                    };
                };
            };
            412: components["responses"]["stale-version"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            428: components["responses"]["version-required"];
            500: components["responses"]["internal"];
            /**
             * @description `not-caught-up`: The layers are still being loaded.
             *     `not-shown`: The write is committed as change `seq` and not shown yet; do not send it again.
             *     `store-unavailable`: The database cannot be reached; reads go on.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not-caught-up" | "not-shown" | "store-unavailable";
                    };
                };
            };
        };
    };
    getLayersByLayerExport: {
        parameters: {
            query?: {
                /** @description What to write. */
                format?: "geojson" | "ndjson" | "csv" | "geopackage" | "flatgeobuf";
                /** @description `EPSG:n`, `gcj02` or `bd09`, of formats that have a choice; else WGS 84. */
                crs?: string;
                /** @description Of delimited text; else UTF-8 with a mark at its beginning. */
                encoding?: "utf-8-bom" | "utf-8" | "gb18030" | "utf-16le";
                /** @description A condition in CQL2 text (OGC 21-065r2) on the properties and the geometry. */
                filter?: string;
                /** @description Only what has its time in this RFC 3339 instant or interval: `start/end`, `../end`, `start/..`. */
                datetime?: string;
                /** @description Only what meets this box: west,south,east,north in degrees. */
                bbox?: number[];
                /** @description Only these features, each given by itself or with commas between them. */
                ids?: string[];
                /** @description The answer must show this change or a later one: the number an acknowledged write gave as Zongtu-Seq. */
                min_seq?: number;
            };
            header?: never;
            path: {
                /** @description Id of a layer. */
                layer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    /** @description Number of the change that was committed, or that the answer shows; for `min_seq`. */
                    "Zongtu-Seq"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/geo+json": unknown;
                    "application/x-ndjson": unknown;
                    "text/csv": unknown;
                    "application/geopackage+sqlite3": unknown;
                    "application/vnd.flatgeobuf": unknown;
                };
            };
            /**
             * @description `bad-filter`: The filter is not CQL2 text, or does not fit the layer.
             *     `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-filter" | "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            /**
             * @description `unknown-feature`: The layer has no such feature.
             *     `unknown-layer`: There is no such layer.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unknown-feature" | "unknown-layer";
                    };
                };
            };
            409: components["responses"]["seq-not-reached"];
            413: components["responses"]["too-large"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            429: components["responses"]["busy"];
            500: components["responses"]["internal"];
        };
    };
    getDatasets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With what they hold and where it came from. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetList"];
                };
            };
            /**
             * @description `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
            503: components["responses"]["store-unavailable"];
        };
    };
    getDatasetsByLayer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a layer. */
                layer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Versions newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetHistory"];
                };
            };
            /**
             * @description `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown-layer"];
            /**
             * @description `read-only-layer`: The layer is computed or built in and cannot be changed so.
             *     `unit-layer`: Units are changed as a set only.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "read-only-layer" | "unit-layer";
                    };
                };
            };
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
            503: components["responses"]["store-unavailable"];
        };
    };
    deleteDatasetsByLayer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a layer. */
                layer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    /** @description Number of the change that was committed, or that the answer shows; for `min_seq`. */
                    "Zongtu-Seq"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown-layer"];
            /**
             * @description `read-only-layer`: The layer is computed or built in and cannot be changed so.
             *     `unit-layer`: Units are changed as a set only.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "read-only-layer" | "unit-layer";
                    };
                };
            };
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
            /**
             * @description `not-caught-up`: The layers are still being loaded.
             *     `not-shown`: The write is committed as change `seq` and not shown yet; do not send it again.
             *     `store-unavailable`: The database cannot be reached; reads go on.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not-caught-up" | "not-shown" | "store-unavailable";
                    };
                };
            };
        };
    };
    patchDatasetsByLayer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a layer. */
                layer: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DatasetPatch"];
            };
        };
        responses: {
            /** @description The data set. */
            200: {
                headers: {
                    /** @description Number of the change that was committed, or that the answer shows; for `min_seq`. */
                    "Zongtu-Seq"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dataset"];
                };
            };
            /**
             * @description `bad-json`: The body is not JSON in UTF-8, ends early or nests too deep.
             *     `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `bad-property`: A member of the body, or a property of a feature, is not what it must be; `property` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-json" | "bad-parameter" | "bad-property" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown-layer"];
            /**
             * @description `read-only-layer`: The layer is computed or built in and cannot be changed so.
             *     `unit-layer`: Units are changed as a set only.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "read-only-layer" | "unit-layer";
                    };
                };
            };
            413: components["responses"]["too-large"];
            415: components["responses"]["unsupported-media-type"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
            /**
             * @description `not-caught-up`: The layers are still being loaded.
             *     `not-shown`: The write is committed as change `seq` and not shown yet; do not send it again.
             *     `store-unavailable`: The database cannot be reached; reads go on.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not-caught-up" | "not-shown" | "store-unavailable";
                    };
                };
            };
        };
    };
    postDatasetsByLayerRevert: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a layer. */
                layer: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RevertRequest"];
            };
        };
        responses: {
            /** @description What it did. */
            200: {
                headers: {
                    /** @description Number of the change that was committed, or that the answer shows; for `min_seq`. */
                    "Zongtu-Seq"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevertResult"];
                };
            };
            /**
             * @description `bad-json`: The body is not JSON in UTF-8, ends early or nests too deep.
             *     `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `bad-property`: A member of the body, or a property of a feature, is not what it must be; `property` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-json" | "bad-parameter" | "bad-property" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown-layer"];
            /**
             * @description `edited-since`: Features were edited since the version to go back to; `count` and `ids` tell which.
             *     `read-only-layer`: The layer is computed or built in and cannot be changed so.
             *     `unit-layer`: Units are changed as a set only.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "edited-since" | "read-only-layer" | "unit-layer";
                    };
                };
            };
            410: components["responses"]["version-gone"];
            413: components["responses"]["too-large"];
            415: components["responses"]["unsupported-media-type"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
            /**
             * @description `not-caught-up`: The layers are still being loaded.
             *     `not-shown`: The write is committed as change `seq` and not shown yet; do not send it again.
             *     `store-unavailable`: The database cannot be reached; reads go on.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not-caught-up" | "not-shown" | "store-unavailable";
                    };
                };
            };
        };
    };
    getBackup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The backup. */
            200: {
                headers: {
                    /** @description Number of the change that was committed, or that the answer shows; for `min_seq`. */
                    "Zongtu-Seq"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/gzip": unknown;
                };
            };
            /**
             * @description `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            429: components["responses"]["busy"];
            500: components["responses"]["internal"];
            503: components["responses"]["store-unavailable"];
        };
    };
    postUploads: {
        parameters: {
            query?: {
                /** @description Name of the file as people know it; it can tell its format. */
                name?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": unknown;
            };
        };
        responses: {
            /** @description The token to name it by. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Upload"];
                };
            };
            /**
             * @description `bad-import`: A file cannot be read or imported; `rule` names what it breaks.
             *     `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-import" | "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["too-large"];
            415: components["responses"]["unsupported-media-type"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
            503: components["responses"]["store-unavailable"];
        };
    };
    deleteUploadsByUpload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The token an upload was answered with. */
                upload: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
        };
    };
    postImports: {
        parameters: {
            query: {
                /** @description The layer to import into: built in, a data set, or a new id for a new one. */
                layer: string;
                /** @description The file, as the token of an upload; without it the body is the file. */
                upload?: string;
                /** @description Name of the file as people know it; it can tell its format. */
                name?: string;
                /** @description What the file is; else its type and content tell. */
                format?: "geojson" | "ndjson" | "csv" | "shapefile" | "geopackage" | "kml" | "gb28181" | "topojson" | "flatgeobuf" | "xlsx";
                /** @description One layer of a file that has several. */
                entry?: string;
                /** @description The column that holds ids; such an import adds to the layer and replaces what has the same id. */
                id?: string;
                /** @description A column under another name, `from=to`; each given by itself. */
                map?: string[];
                /** @description The coordinate system of the file, `EPSG:n`, `gcj02` or `bd09`; else what the file says, else WGS 84. */
                crs?: string;
                /** @description A table to join, as the token of an upload; with `on`. */
                join?: string;
                /** @description The columns that join it, `left=right`. */
                on?: string;
                /** @description The features are to leave no gap and no overlap: neighbours will share their boundaries. */
                coverage?: boolean;
                /** @description Clean the coverage: move vertices by at most so many metres, close gaps and overlaps that are narrower. */
                clean?: number;
                /** @description Mend geometry that has one obvious reading, and list it. */
                fix?: boolean;
                /** @description Store the good rows although others are refused. */
                partial?: boolean;
                /** @description Refuse also what the standard only advises against. */
                strict?: boolean;
                /** @description Tell what would become of the rows and store nothing. */
                dry?: boolean;
                /** @description Title of the data set. */
                title?: string;
                /** @description Where it comes from. */
                source?: string;
                /** @description Under which licence. */
                licence?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/geo+json": unknown;
                "application/json": unknown;
                "application/x-ndjson": unknown;
                "application/geo+json-seq": unknown;
                "text/csv": unknown;
                "text/tab-separated-values": unknown;
                "application/octet-stream": unknown;
            };
        };
        responses: {
            /** @description A line for each step; last `done` with the report, or `failed`. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": components["schemas"]["ImportLine"];
                };
            };
            /**
             * @description `bad-import`: A file cannot be read or imported; `rule` names what it breaks.
             *     `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-import" | "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown-layer"];
            /**
             * @description `read-only-layer`: The layer is computed or built in and cannot be changed so.
             *     `unit-layer`: Units are changed as a set only.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "read-only-layer" | "unit-layer";
                    };
                };
            };
            413: components["responses"]["too-large"];
            415: components["responses"]["unsupported-media-type"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            429: components["responses"]["busy"];
            500: components["responses"]["internal"];
            /**
             * @description `not-caught-up`: The layers are still being loaded.
             *     `store-unavailable`: The database cannot be reached; reads go on.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not-caught-up" | "store-unavailable";
                    };
                };
            };
        };
    };
    postImportsInspect: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InspectRequest"];
            };
        };
        responses: {
            /** @description A line for each step; last `done` with what it holds, or `failed`. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": components["schemas"]["InspectionLine"];
                };
            };
            /**
             * @description `bad-import`: A file cannot be read or imported; `rule` names what it breaks.
             *     `bad-json`: The body is not JSON in UTF-8, ends early or nests too deep.
             *     `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-import" | "bad-json" | "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown-layer"];
            /**
             * @description `read-only-layer`: The layer is computed or built in and cannot be changed so.
             *     `unit-layer`: Units are changed as a set only.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "read-only-layer" | "unit-layer";
                    };
                };
            };
            413: components["responses"]["too-large"];
            415: components["responses"]["unsupported-media-type"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            429: components["responses"]["busy"];
            500: components["responses"]["internal"];
            /**
             * @description `not-caught-up`: The layers are still being loaded.
             *     `store-unavailable`: The database cannot be reached; reads go on.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not-caught-up" | "store-unavailable";
                    };
                };
            };
        };
    };
    getCrs: {
        parameters: {
            query?: {
                /** @description Words, or a number of EPSG; the first 200 characters count. */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description At most 20, the best first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CrsList"];
                };
            };
            /**
             * @description `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
        };
    };
    getTilesByTilesetJson: {
        parameters: {
            query?: {
                /** @description `gcj02` for a map that is drawn in GCJ-02; else WGS 84. */
                crs?: "gcj02";
            };
            header?: never;
            path: {
                /** @description Id of a layer or a theme, or ids of layers with commas between them. */
                tileset: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tileset. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TileJson"];
                };
            };
            /**
             * @description `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown-layer"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
        };
    };
    getTilesByTilesetByZByXByYMvt: {
        parameters: {
            query?: {
                /** @description A condition in CQL2 text (OGC 21-065r2) on the properties and the geometry. */
                filter?: string;
                /** @description Only what has its time in this RFC 3339 instant or interval: `start/end`, `../end`, `start/..`. */
                datetime?: string;
                /** @description `gcj02` for a map that is drawn in GCJ-02; else WGS 84. */
                crs?: "gcj02";
                /** @description The answer must show this change or a later one: the number an acknowledged write gave as Zongtu-Seq. */
                min_seq?: number;
            };
            header?: {
                /** @description ETags the client has; 304 answers when one is current. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Id of a layer or a theme, or ids of layers with commas between them. */
                tileset: string;
                /** @description Zoom. */
                z: number;
                /** @description Column, from the west. */
                x: number;
                /** @description Row, from the north. */
                y: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tile, Mapbox Vector Tile 2.1. */
            200: {
                headers: {
                    /** @description Strong; of a feature, fence or alert it stands for its version. */
                    ETag?: string;
                    /** @description `true` when features were left out of the tile. */
                    "Zongtu-Thinned"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.mapbox-vector-tile": unknown;
                };
            };
            /** @description Nothing is drawn in it. */
            204: {
                headers: {
                    /** @description Strong; of a feature, fence or alert it stands for its version. */
                    ETag?: string;
                    /** @description `true` when features were left out of the tile. */
                    "Zongtu-Thinned"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is what the client has. */
            304: {
                headers: {
                    /** @description Strong; of a feature, fence or alert it stands for its version. */
                    ETag?: string;
                    /** @description `true` when features were left out of the tile. */
                    "Zongtu-Thinned"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `bad-filter`: The filter is not CQL2 text, or does not fit the layer.
             *     `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `bad-tile`: There is no tile at this zoom, column and row.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-filter" | "bad-parameter" | "bad-tile" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown-layer"];
            409: components["responses"]["seq-not-reached"];
            413: components["responses"]["too-large"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
        };
    };
    getStylesByThemeJson: {
        parameters: {
            query?: {
                /** @description For which surroundings. */
                scheme?: "light" | "dark";
                /** @description Of names. */
                lang?: "zh-CN" | "en";
                /** @description Template of a glyph server, with {fontstack} and {range}; without it text is drawn with local fonts. */
                glyphs?: string;
                /** @description Whether with the operator's basemap. */
                basemap?: "configured" | "none";
                /** @description `gcj02` for a map that is drawn in GCJ-02; else WGS 84. */
                crs?: "gcj02";
            };
            header?: never;
            path: {
                /** @description Id of a theme. */
                theme: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The style. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Style"];
                };
            };
            /**
             * @description `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown-theme"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
        };
    };
    getBasemapByZByXByY: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Zoom. */
                z: number;
                /** @description Column, from the west. */
                x: number;
                /** @description Row, from the north. */
                y: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The image. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/*": unknown;
                };
            };
            /** @description It cannot be had now. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `bad-tile`: There is no tile at this zoom, column and row.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-parameter" | "bad-tile" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
        };
    };
    getUnits: {
        parameters: {
            query?: {
                /** @description Id of a unit; without it the units that have no parent. */
                parent?: string;
                /** @description The answer must show this change or a later one: the number an acknowledged write gave as Zongtu-Seq. */
                min_seq?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Children in the order of their codes; ancestors top first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnitAnswer"];
                };
            };
            /**
             * @description `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown-feature"];
            409: components["responses"]["seq-not-reached"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
        };
    };
    postLocate: {
        parameters: {
            query?: {
                /** @description Of NDJSON: `codes` answers the code of the leaf unit alone. */
                form?: "full" | "codes";
                /** @description Of NDJSON: a coverage to locate in, in place of the units. */
                layer?: string;
                /** @description Adds `explain`: the index used, candidates, exact tests and milliseconds. */
                explain?: boolean;
                /** @description The answer must show this change or a later one: the number an acknowledged write gave as Zongtu-Seq. */
                min_seq?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LocateRequest"];
                "application/x-ndjson": components["schemas"]["Place"];
            };
        };
        responses: {
            /** @description In the order of the points; null lies in no unit and no zone. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LocateAnswer"];
                    "application/x-ndjson": components["schemas"]["LocateLine"];
                };
            };
            /**
             * @description `bad-geometry`: A geometry or position breaks a rule.
             *     `bad-json`: The body is not JSON in UTF-8, ends early or nests too deep.
             *     `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `bad-property`: A member of the body, or a property of a feature, is not what it must be; `property` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-geometry" | "bad-json" | "bad-parameter" | "bad-property" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown-layer"];
            409: components["responses"]["seq-not-reached"];
            413: components["responses"]["too-large"];
            415: components["responses"]["unsupported-media-type"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
        };
    };
    postWithin: {
        parameters: {
            query?: {
                /** @description Adds `explain`: the index used, candidates, exact tests and milliseconds. */
                explain?: boolean;
                /** @description The answer must show this change or a later one: the number an acknowledged write gave as Zongtu-Seq. */
                min_seq?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WithinRequest"];
            };
        };
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/geo+json": components["schemas"]["FoundFeatures"];
                };
            };
            /**
             * @description `bad-filter`: The filter is not CQL2 text, or does not fit the layer.
             *     `bad-geometry`: A geometry or position breaks a rule.
             *     `bad-json`: The body is not JSON in UTF-8, ends early or nests too deep.
             *     `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `bad-property`: A member of the body, or a property of a feature, is not what it must be; `property` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-filter" | "bad-geometry" | "bad-json" | "bad-parameter" | "bad-property" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown-layer"];
            409: components["responses"]["seq-not-reached"];
            413: components["responses"]["too-large"];
            415: components["responses"]["unsupported-media-type"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
        };
    };
    postNearest: {
        parameters: {
            query?: {
                /** @description Adds `explain`: the index used, candidates, exact tests and milliseconds. */
                explain?: boolean;
                /** @description The answer must show this change or a later one: the number an acknowledged write gave as Zongtu-Seq. */
                min_seq?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NearestRequest"];
            };
        };
        responses: {
            /** @description The nearest, all on one page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/geo+json": components["schemas"]["FoundFeatures"];
                };
            };
            /**
             * @description `bad-filter`: The filter is not CQL2 text, or does not fit the layer.
             *     `bad-geometry`: A geometry or position breaks a rule.
             *     `bad-json`: The body is not JSON in UTF-8, ends early or nests too deep.
             *     `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `bad-property`: A member of the body, or a property of a feature, is not what it must be; `property` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-filter" | "bad-geometry" | "bad-json" | "bad-parameter" | "bad-property" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown-layer"];
            409: components["responses"]["seq-not-reached"];
            413: components["responses"]["too-large"];
            415: components["responses"]["unsupported-media-type"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
        };
    };
    postAround: {
        parameters: {
            query?: {
                /** @description Adds `explain`: the index used, candidates, exact tests and milliseconds. */
                explain?: boolean;
                /** @description The answer must show this change or a later one: the number an acknowledged write gave as Zongtu-Seq. */
                min_seq?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AroundRequest"];
            };
        };
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/geo+json": components["schemas"]["FoundFeatures"];
                };
            };
            /**
             * @description `bad-filter`: The filter is not CQL2 text, or does not fit the layer.
             *     `bad-geometry`: A geometry or position breaks a rule.
             *     `bad-json`: The body is not JSON in UTF-8, ends early or nests too deep.
             *     `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `bad-property`: A member of the body, or a property of a feature, is not what it must be; `property` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-filter" | "bad-geometry" | "bad-json" | "bad-parameter" | "bad-property" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown-layer"];
            409: components["responses"]["seq-not-reached"];
            413: components["responses"]["too-large"];
            415: components["responses"]["unsupported-media-type"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
        };
    };
    postCamerasVisible: {
        parameters: {
            query?: {
                /** @description Adds `explain`: the index used, candidates, exact tests and milliseconds. */
                explain?: boolean;
                /** @description The answer must show this change or a later one: the number an acknowledged write gave as Zongtu-Seq. */
                min_seq?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CamerasRequest"];
            };
        };
        responses: {
            /** @description Each list by distance; no camera is in two of them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SeenBy"];
                };
            };
            /**
             * @description `bad-filter`: The filter is not CQL2 text, or does not fit the layer.
             *     `bad-geometry`: A geometry or position breaks a rule.
             *     `bad-json`: The body is not JSON in UTF-8, ends early or nests too deep.
             *     `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `bad-property`: A member of the body, or a property of a feature, is not what it must be; `property` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-filter" | "bad-geometry" | "bad-json" | "bad-parameter" | "bad-property" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            409: components["responses"]["seq-not-reached"];
            413: components["responses"]["too-large"];
            415: components["responses"]["unsupported-media-type"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
        };
    };
    getCamerasCoverage: {
        parameters: {
            query?: {
                /** @description Code of a unit; without it the one on top. */
                unit?: string;
                /** @description The answer must show this change or a later one: the number an acknowledged write gave as Zongtu-Seq. */
                min_seq?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The unit, and the units right below it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CameraCoverage"];
                };
            };
            /**
             * @description `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown-feature"];
            409: components["responses"]["seq-not-reached"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
        };
    };
    getFences: {
        parameters: {
            query?: {
                /** @description Only fences that are switched on, or off. */
                enabled?: "true" | "false";
                /** @description Only fences that detect this. */
                detect?: "enter" | "exit" | "cross" | "dwell" | "loiter" | "crowd" | "absent" | "silent" | "speed" | "corridor";
                /** @description Most fences of a page. */
                limit?: number;
                /** @description The next page: `cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FenceList"];
                };
            };
            /**
             * @description `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
            503: components["responses"]["store-unavailable"];
        };
    };
    postFences: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FenceInput"];
            };
        };
        responses: {
            /** @description The fence as it is kept, all defaults filled in. */
            201: {
                headers: {
                    /** @description Strong; of a feature, fence or alert it stands for its version. */
                    ETag?: string;
                    /** @description Path of what was made. */
                    Location?: string;
                    /** @description Number of the change that was committed, or that the answer shows; for `min_seq`. */
                    "Zongtu-Seq"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FenceSaved"];
                };
            };
            /**
             * @description `bad-fence`: The rule of a fence contradicts itself, so that it could never fire; `property` names what is at fault.
             *     `bad-filter`: The filter is not CQL2 text, or does not fit the layer.
             *     `bad-geometry`: A geometry or position breaks a rule.
             *     `bad-json`: The body is not JSON in UTF-8, ends early or nests too deep.
             *     `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `bad-property`: A member of the body, or a property of a feature, is not what it must be; `property` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-fence" | "bad-filter" | "bad-geometry" | "bad-json" | "bad-parameter" | "bad-property" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            /**
             * @description `unknown-feature`: The layer has no such feature.
             *     `unknown-layer`: There is no such layer.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unknown-feature" | "unknown-layer";
                    };
                };
            };
            413: components["responses"]["too-large"];
            415: components["responses"]["unsupported-media-type"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
            /**
             * @description `not-caught-up`: The layers are still being loaded.
             *     `not-shown`: The write is committed as change `seq` and not shown yet; do not send it again.
             *     `store-unavailable`: The database cannot be reached; reads go on.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not-caught-up" | "not-shown" | "store-unavailable";
                    };
                };
            };
        };
    };
    getFencesByFence: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags the client has; 304 answers when one is current. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Id of a fence. */
                fence: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The fence as it is now. */
            200: {
                headers: {
                    /** @description Strong; of a feature, fence or alert it stands for its version. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fence"];
                };
            };
            /** @description It is the version the client has. */
            304: {
                headers: {
                    /** @description Strong; of a feature, fence or alert it stands for its version. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown-fence"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
            503: components["responses"]["store-unavailable"];
        };
    };
    putFencesByFence: {
        parameters: {
            query?: never;
            header: {
                /** @description ETag of the feature or fence that is to be changed, or `*`. */
                "If-Match": string;
            };
            path: {
                /** @description Id of a fence. */
                fence: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FenceInput"];
            };
        };
        responses: {
            /** @description The fence as it is kept. */
            200: {
                headers: {
                    /** @description Strong; of a feature, fence or alert it stands for its version. */
                    ETag?: string;
                    /** @description Number of the change that was committed, or that the answer shows; for `min_seq`. */
                    "Zongtu-Seq"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FenceSaved"];
                };
            };
            /**
             * @description `bad-fence`: The rule of a fence contradicts itself, so that it could never fire; `property` names what is at fault.
             *     `bad-filter`: The filter is not CQL2 text, or does not fit the layer.
             *     `bad-geometry`: A geometry or position breaks a rule.
             *     `bad-json`: The body is not JSON in UTF-8, ends early or nests too deep.
             *     `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `bad-property`: A member of the body, or a property of a feature, is not what it must be; `property` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-fence" | "bad-filter" | "bad-geometry" | "bad-json" | "bad-parameter" | "bad-property" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            /**
             * @description `unknown-feature`: The layer has no such feature.
             *     `unknown-fence`: There is no such fence, or it was removed.
             *     `unknown-layer`: There is no such layer.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unknown-feature" | "unknown-fence" | "unknown-layer";
                    };
                };
            };
            412: components["responses"]["stale-version"];
            413: components["responses"]["too-large"];
            415: components["responses"]["unsupported-media-type"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            428: components["responses"]["version-required"];
            500: components["responses"]["internal"];
            /**
             * @description `not-caught-up`: The layers are still being loaded.
             *     `not-shown`: The write is committed as change `seq` and not shown yet; do not send it again.
             *     `store-unavailable`: The database cannot be reached; reads go on.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not-caught-up" | "not-shown" | "store-unavailable";
                    };
                };
            };
        };
    };
    deleteFencesByFence: {
        parameters: {
            query?: never;
            header: {
                /** @description ETag of the feature or fence that is to be changed, or `*`. */
                "If-Match": string;
            };
            path: {
                /** @description Id of a fence. */
                fence: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    /** @description Number of the change that was committed, or that the answer shows; for `min_seq`. */
                    "Zongtu-Seq"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown-fence"];
            412: components["responses"]["stale-version"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            428: components["responses"]["version-required"];
            500: components["responses"]["internal"];
            /**
             * @description `not-caught-up`: The layers are still being loaded.
             *     `not-shown`: The write is committed as change `seq` and not shown yet; do not send it again.
             *     `store-unavailable`: The database cannot be reached; reads go on.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not-caught-up" | "not-shown" | "store-unavailable";
                    };
                };
            };
        };
    };
    getFencesByFenceVersions: {
        parameters: {
            query?: {
                /** @description Most versions of a page. */
                limit?: number;
                /** @description The next page: `cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Id of a fence. */
                fence: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FenceVersions"];
                };
            };
            /**
             * @description `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown-fence"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
            503: components["responses"]["store-unavailable"];
        };
    };
    getFenceTemplates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FenceTemplates"];
                };
            };
            /**
             * @description `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
        };
    };
    postFencesByFenceBacktest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a fence. */
                fence: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BacktestRequest"];
            };
        };
        responses: {
            /** @description As NDJSON: lines of progress, then the alerts by time, last `done`, or `error` where it broke off. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BacktestResult"];
                    "application/x-ndjson": components["schemas"]["BacktestLine"];
                };
            };
            /**
             * @description `bad-fence`: The rule of a fence contradicts itself, so that it could never fire; `property` names what is at fault.
             *     `bad-filter`: The filter is not CQL2 text, or does not fit the layer.
             *     `bad-geometry`: A geometry or position breaks a rule.
             *     `bad-json`: The body is not JSON in UTF-8, ends early or nests too deep.
             *     `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `bad-property`: A member of the body, or a property of a feature, is not what it must be; `property` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-fence" | "bad-filter" | "bad-geometry" | "bad-json" | "bad-parameter" | "bad-property" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            /**
             * @description `unknown-feature`: The layer has no such feature.
             *     `unknown-fence`: There is no such fence, or it was removed.
             *     `unknown-layer`: There is no such layer.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unknown-feature" | "unknown-fence" | "unknown-layer";
                    };
                };
            };
            413: components["responses"]["too-large"];
            415: components["responses"]["unsupported-media-type"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            429: components["responses"]["busy"];
            500: components["responses"]["internal"];
            503: components["responses"]["store-unavailable"];
        };
    };
    postFencesBacktest: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BacktestDraftRequest"];
            };
        };
        responses: {
            /** @description As NDJSON: lines of progress, then the alerts by time, last `done`, or `error` where it broke off. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BacktestResult"];
                    "application/x-ndjson": components["schemas"]["BacktestLine"];
                };
            };
            /**
             * @description `bad-fence`: The rule of a fence contradicts itself, so that it could never fire; `property` names what is at fault.
             *     `bad-filter`: The filter is not CQL2 text, or does not fit the layer.
             *     `bad-geometry`: A geometry or position breaks a rule.
             *     `bad-json`: The body is not JSON in UTF-8, ends early or nests too deep.
             *     `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `bad-property`: A member of the body, or a property of a feature, is not what it must be; `property` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-fence" | "bad-filter" | "bad-geometry" | "bad-json" | "bad-parameter" | "bad-property" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            /**
             * @description `unknown-feature`: The layer has no such feature.
             *     `unknown-layer`: There is no such layer.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unknown-feature" | "unknown-layer";
                    };
                };
            };
            413: components["responses"]["too-large"];
            415: components["responses"]["unsupported-media-type"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            429: components["responses"]["busy"];
            500: components["responses"]["internal"];
            503: components["responses"]["store-unavailable"];
        };
    };
    getAlerts: {
        parameters: {
            query?: {
                /** @description Only alerts of this fence. */
                fence?: string;
                /** @description Only alerts of this object. */
                object?: string;
                /** @description Only alerts in the zone with this key. */
                zone?: string;
                /** @description Only alerts of this transition. */
                transition?: "enter" | "exit" | "cross" | "dwell" | "loiter" | "crowd" | "absent" | "silent" | "speed" | "corridor";
                /** @description Only alerts with this status. */
                status?: "open" | "acknowledged" | "assigned" | "closed";
                /** @description Only alerts of this severity. */
                severity?: "info" | "minor" | "major" | "critical";
                /** @description Only alerts of this time (event time) or later. */
                from?: string;
                /** @description Only alerts of this time or earlier. */
                to?: string;
                /** @description Only alerts that were withdrawn, or that stand; both without it. */
                withdrawn?: "true" | "false";
                /** @description Alerts of dry runs, real ones, or both. */
                dryRun?: "true" | "false" | "any";
                /** @description Of each situation the newest alert that meets the conditions, with their `count`. */
                group?: "situation";
                /** @description Most alerts of a page. */
                limit?: number;
                /** @description The next page: `cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; it can end before `limit` when it grows large. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertList"];
                };
            };
            /**
             * @description `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
            503: components["responses"]["store-unavailable"];
        };
    };
    getAlertsByAlert: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags the client has; 304 answers when one is current. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Id of an alert. */
                alert: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The alert, and what was done about it. */
            200: {
                headers: {
                    /** @description Strong; of a feature, fence or alert it stands for its version. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alert"];
                };
            };
            /** @description It is the version the client has. */
            304: {
                headers: {
                    /** @description Strong; of a feature, fence or alert it stands for its version. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown-alert"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
            503: components["responses"]["store-unavailable"];
        };
    };
    postAlertsByAlertAck: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of an alert. */
                alert: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The alert as it is now. */
            200: {
                headers: {
                    /** @description Strong; of a feature, fence or alert it stands for its version. */
                    ETag?: string;
                    /** @description Number of the change that was committed, or that the answer shows; for `min_seq`. */
                    "Zongtu-Seq"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alert"];
                };
            };
            /**
             * @description `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown-alert"];
            409: components["responses"]["alert-status"];
            413: components["responses"]["too-large"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
            /**
             * @description `not-caught-up`: The layers are still being loaded.
             *     `not-shown`: The write is committed as change `seq` and not shown yet; do not send it again.
             *     `store-unavailable`: The database cannot be reached; reads go on.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not-caught-up" | "not-shown" | "store-unavailable";
                    };
                };
            };
        };
    };
    postAlertsByAlertReopen: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of an alert. */
                alert: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The alert as it is now. */
            200: {
                headers: {
                    /** @description Strong; of a feature, fence or alert it stands for its version. */
                    ETag?: string;
                    /** @description Number of the change that was committed, or that the answer shows; for `min_seq`. */
                    "Zongtu-Seq"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alert"];
                };
            };
            /**
             * @description `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown-alert"];
            409: components["responses"]["alert-status"];
            413: components["responses"]["too-large"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
            /**
             * @description `not-caught-up`: The layers are still being loaded.
             *     `not-shown`: The write is committed as change `seq` and not shown yet; do not send it again.
             *     `store-unavailable`: The database cannot be reached; reads go on.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not-caught-up" | "not-shown" | "store-unavailable";
                    };
                };
            };
        };
    };
    postAlertsByAlertAssign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of an alert. */
                alert: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AssignRequest"];
            };
        };
        responses: {
            /** @description The alert as it is now. */
            200: {
                headers: {
                    /** @description Strong; of a feature, fence or alert it stands for its version. */
                    ETag?: string;
                    /** @description Number of the change that was committed, or that the answer shows; for `min_seq`. */
                    "Zongtu-Seq"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alert"];
                };
            };
            /**
             * @description `bad-json`: The body is not JSON in UTF-8, ends early or nests too deep.
             *     `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `bad-property`: A member of the body, or a property of a feature, is not what it must be; `property` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-json" | "bad-parameter" | "bad-property" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown-alert"];
            409: components["responses"]["alert-status"];
            413: components["responses"]["too-large"];
            415: components["responses"]["unsupported-media-type"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
            /**
             * @description `not-caught-up`: The layers are still being loaded.
             *     `not-shown`: The write is committed as change `seq` and not shown yet; do not send it again.
             *     `store-unavailable`: The database cannot be reached; reads go on.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not-caught-up" | "not-shown" | "store-unavailable";
                    };
                };
            };
        };
    };
    postAlertsByAlertNote: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of an alert. */
                alert: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoteRequest"];
            };
        };
        responses: {
            /** @description The alert as it is now. */
            200: {
                headers: {
                    /** @description Strong; of a feature, fence or alert it stands for its version. */
                    ETag?: string;
                    /** @description Number of the change that was committed, or that the answer shows; for `min_seq`. */
                    "Zongtu-Seq"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alert"];
                };
            };
            /**
             * @description `bad-json`: The body is not JSON in UTF-8, ends early or nests too deep.
             *     `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `bad-property`: A member of the body, or a property of a feature, is not what it must be; `property` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-json" | "bad-parameter" | "bad-property" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown-alert"];
            409: components["responses"]["alert-status"];
            413: components["responses"]["too-large"];
            415: components["responses"]["unsupported-media-type"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
            /**
             * @description `not-caught-up`: The layers are still being loaded.
             *     `not-shown`: The write is committed as change `seq` and not shown yet; do not send it again.
             *     `store-unavailable`: The database cannot be reached; reads go on.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not-caught-up" | "not-shown" | "store-unavailable";
                    };
                };
            };
        };
    };
    postAlertsByAlertClose: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of an alert. */
                alert: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CloseRequest"];
            };
        };
        responses: {
            /** @description The alert as it is now. */
            200: {
                headers: {
                    /** @description Strong; of a feature, fence or alert it stands for its version. */
                    ETag?: string;
                    /** @description Number of the change that was committed, or that the answer shows; for `min_seq`. */
                    "Zongtu-Seq"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alert"];
                };
            };
            /**
             * @description `bad-json`: The body is not JSON in UTF-8, ends early or nests too deep.
             *     `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `bad-property`: A member of the body, or a property of a feature, is not what it must be; `property` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-json" | "bad-parameter" | "bad-property" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown-alert"];
            409: components["responses"]["alert-status"];
            413: components["responses"]["too-large"];
            415: components["responses"]["unsupported-media-type"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
            /**
             * @description `not-caught-up`: The layers are still being loaded.
             *     `not-shown`: The write is committed as change `seq` and not shown yet; do not send it again.
             *     `store-unavailable`: The database cannot be reached; reads go on.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not-caught-up" | "not-shown" | "store-unavailable";
                    };
                };
            };
        };
    };
    getPositions: {
        parameters: {
            query?: {
                /** @description Only of this object; given again for each further one. */
                object?: string[];
                /** @description Only what meets this box: west,south,east,north in degrees. */
                bbox?: number[];
                /** @description Only those with this time or a later one. */
                since?: string;
                /** @description Most positions of a page. */
                limit?: number;
                /** @description The next page: `cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PositionList"];
                };
            };
            /**
             * @description `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
            503: components["responses"]["store-unavailable"];
        };
    };
    postPositions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PositionBatch"];
                "application/x-ndjson": components["schemas"]["PositionInput"];
            };
        };
        responses: {
            /** @description All that was accepted is committed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PositionReceipt"];
                };
            };
            /**
             * @description `bad-json`: The body is not JSON in UTF-8, ends early or nests too deep.
             *     `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `bad-property`: A member of the body, or a property of a feature, is not what it must be; `property` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-json" | "bad-parameter" | "bad-property" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["too-large"];
            415: components["responses"]["unsupported-media-type"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
            503: components["responses"]["store-unavailable"];
        };
    };
    getPositionsByObject: {
        parameters: {
            query?: {
                /** @description The first time. */
                from?: string;
                /** @description The last time. */
                to?: string;
                /** @description `geojson`: as a feature with a line. */
                form?: "positions" | "geojson";
                /** @description Most positions of a page. */
                limit?: number;
                /** @description The next page: `cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Id of what reports positions. */
                object: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Track"];
                    "application/geo+json": components["schemas"]["TrackFeature"];
                };
            };
            /**
             * @description `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
            503: components["responses"]["store-unavailable"];
        };
    };
    getStream: {
        parameters: {
            query?: {
                /** @description Only these layers. */
                layers?: string[];
                /** @description Only what meets this box: west,south,east,north in degrees. */
                bbox?: number[];
                /** @description Where no header can be set: the id of the last event that was received. */
                last_event_id?: string;
            };
            header?: {
                /** @description Id of the last event that was received; browsers send it by themselves. */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does not end by itself. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": unknown;
                };
            };
            /**
             * @description `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown-layer"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
            /**
             * @description `not-caught-up`: The layers are still being loaded.
             *     `too-many-subscribers`: As many streams as the server serves are open.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not-caught-up" | "too-many-subscribers";
                    };
                };
            };
        };
    };
    getWebhooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description In the order in which they were made. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookList"];
                };
            };
            /**
             * @description `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
            503: components["responses"]["store-unavailable"];
        };
    };
    postWebhooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookInput"];
            };
        };
        responses: {
            /** @description With its secret, which is not told again. */
            201: {
                headers: {
                    /** @description Strong; of a feature, fence or alert it stands for its version. */
                    ETag?: string;
                    /** @description Path of what was made. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
            /**
             * @description `bad-json`: The body is not JSON in UTF-8, ends early or nests too deep.
             *     `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `bad-property`: A member of the body, or a property of a feature, is not what it must be; `property` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-json" | "bad-parameter" | "bad-property" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["too-large"];
            415: components["responses"]["unsupported-media-type"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
            503: components["responses"]["store-unavailable"];
        };
    };
    getWebhooksByWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a webhook. */
                webhook: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How it is set, and how many of its events wait or were given up. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /**
             * @description `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown-webhook"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
            503: components["responses"]["store-unavailable"];
        };
    };
    putWebhooksByWebhook: {
        parameters: {
            query?: never;
            header: {
                /** @description ETag of the feature or fence that is to be changed, or `*`. */
                "If-Match": string;
            };
            path: {
                /** @description Id of a webhook. */
                webhook: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookInput"];
            };
        };
        responses: {
            /** @description How it is set now. */
            200: {
                headers: {
                    /** @description Strong; of a feature, fence or alert it stands for its version. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /**
             * @description `bad-json`: The body is not JSON in UTF-8, ends early or nests too deep.
             *     `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `bad-property`: A member of the body, or a property of a feature, is not what it must be; `property` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-json" | "bad-parameter" | "bad-property" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown-webhook"];
            412: components["responses"]["stale-version"];
            413: components["responses"]["too-large"];
            415: components["responses"]["unsupported-media-type"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            428: components["responses"]["version-required"];
            500: components["responses"]["internal"];
            503: components["responses"]["store-unavailable"];
        };
    };
    deleteWebhooksByWebhook: {
        parameters: {
            query?: never;
            header: {
                /** @description ETag of the feature or fence that is to be changed, or `*`. */
                "If-Match": string;
            };
            path: {
                /** @description Id of a webhook. */
                webhook: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown-webhook"];
            412: components["responses"]["stale-version"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            428: components["responses"]["version-required"];
            500: components["responses"]["internal"];
            503: components["responses"]["store-unavailable"];
        };
    };
    postWebhooksByWebhookRotate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a webhook. */
                webhook: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With the new secret, which is not told again. */
            200: {
                headers: {
                    /** @description Strong; of a feature, fence or alert it stands for its version. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
            /**
             * @description `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown-webhook"];
            412: components["responses"]["stale-version"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
            503: components["responses"]["store-unavailable"];
        };
    };
    postWebhooksByWebhookPing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a webhook. */
                webhook: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is on its way; its delivery tells what became of it. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Redelivered"];
                };
            };
            /**
             * @description `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown-webhook"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
            503: components["responses"]["store-unavailable"];
        };
    };
    getWebhooksByWebhookDeliveries: {
        parameters: {
            query?: {
                /** @description Only those that stand so. */
                status?: "pending" | "delivered" | "dead";
                /** @description Most deliveries of a page. */
                limit?: number;
                /** @description The next page: `cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Id of a webhook. */
                webhook: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryList"];
                };
            };
            /**
             * @description `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown-webhook"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
            503: components["responses"]["store-unavailable"];
        };
    };
    postWebhooksByWebhookRedeliver: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a webhook. */
                webhook: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How many. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Redelivered"];
                };
            };
            /**
             * @description `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown-webhook"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
            503: components["responses"]["store-unavailable"];
        };
    };
    postWebhooksByWebhookDeliveriesByDeliveryRedeliver: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a webhook. */
                webhook: string;
                /** @description Id of an event, as in `webhook-id`. */
                delivery: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Redelivered"];
                };
            };
            /**
             * @description `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            /**
             * @description `not-found`: There is nothing at this path.
             *     `unknown-webhook`: There is no such webhook.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not-found" | "unknown-webhook";
                    };
                };
            };
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
            503: components["responses"]["store-unavailable"];
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the server asks for, and who asks. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /**
             * @description `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
        };
    };
    postSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            /** @description Signed in; a cookie that scripts cannot read says so from now on. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /**
             * @description `bad-json`: The body is not JSON in UTF-8, ends early or nests too deep.
             *     `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-json" | "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["too-large"];
            415: components["responses"]["unsupported-media-type"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
        };
    };
    deleteSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The cookie is taken back. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
        };
    };
    getOpenapiJson: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenApiDocument"];
                };
            };
            /**
             * @description `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
        };
    };
    getDocs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page; it needs no script. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": unknown;
                };
            };
            /**
             * @description `bad-parameter`: A parameter of the query or path is not what it must be; `parameter` names it.
             *     `unknown-parameter`: The query has a parameter that is not taken here; `parameter` names it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad-parameter" | "unknown-parameter";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            417: components["responses"]["expectation-failed"];
            421: components["responses"]["misdirected-host"];
            500: components["responses"]["internal"];
        };
    };
}
