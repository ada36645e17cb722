"""The story behind the demo data, a chapter per part of the business."""
